/**
 * An account with our uploader before it: what a connector does, from profiles to settled jobs, in one call.
 *
 * Reads  : –
 * Writes : a simulator, over HTTP alone.
 * Used by: the tests beside it.
 */
import {
  type Attributes,
  compileMatching,
  createSendGridClient,
  packBatches,
  type RefusedContact,
  type RejectedRow,
  type Row,
  readRefused,
  settleJob,
  type TargetField,
  uploadBatch,
} from "@keruen/core";
import { startSimulator } from "@keruen/sendgrid-simulator";
import { onTestFinished } from "vitest";
import { hastyClock } from "../fault-schedules/hasty-clock.ts";
import { control } from "../fault-schedules/simulator-control.ts";
import { httpTransport } from "../http-transport.ts";

export async function anAccount() {
  const simulator = await startSimulator({ settings: { jobDelayMs: 0, jobLingerMs: 0, rateLimits: null } });
  onTestFinished(() => simulator.close());
  const account = { url: simulator.url, key: simulator.keys.GOOD };
  const calls: string[] = [];
  const clock = hastyClock(20);
  const client = createSendGridClient({
    transport: async (request) => {
      calls.push(`${request.method} ${new URL(request.url).pathname}`);
      return await httpTransport(request);
    },
    baseUrl: account.url,
    apiKey: () => account.key,
    clock,
  });
  const options = { client, clock, random: Math.random, giveUpAfterMs: 3_600_000 };

  return {
    client,
    /** Every call of the client, e.g. `PUT /v3/marketing/contacts`. */
    calls,
    /** A fault, once unless it says otherwise. */
    breaks: async (endpoint: string, fault: object, times = 1) =>
      void (await control(account, "POST", "/faults", { endpoint, times, fault })),
    /** Everybody in the account, with their lists. */
    contacts: async () => {
      const page = await control(account, "GET", "/contacts");
      return (page as { contacts: { email: string; custom_fields: Record<string, unknown> }[] }).contacts;
    },
    /** Uploads and settles; each attribute goes to the field of its name. */
    upload: async (profiles: readonly Attributes[]) => {
      const list = await client.createList("Members");
      const fields = await client.fieldDefinitions();
      if (!list.ok || !fields.ok) throw new Error("The simulator gave no list or no fields");
      const outcome = {
        rejected: [] as RejectedRow[],
        refused: [] as RefusedContact[],
        failure: null as string | null,
      };
      const listId = list.value.id;
      for (const batch of packBatches(rowsOf(profiles, fields.value), { listIds: [listId] })) {
        const uploaded = await uploadBatch(batch, { ...options, listId });
        const { accepted, rejected } = uploaded.ok ? uploaded.value : uploaded.failure.soFar;
        outcome.rejected.push(...rejected);
        if (!uploaded.ok) outcome.failure = uploaded.failure.reason.code;
        for (const { jobId } of accepted) {
          const settled = await settleJob(jobId, options);
          const take = async (page: readonly RefusedContact[]) => void outcome.refused.push(...page);
          const read = settled.ok ? await readRefused(jobId, settled.value, take, options) : settled;
          if (!read.ok) outcome.failure = read.failure.code;
        }
      }
      return outcome;
    },
  };
}

function rowsOf(profiles: readonly Attributes[], fields: readonly TargetField[]): readonly Row[] {
  const targets = [...new Set(profiles.flatMap((profile) => Object.keys(profile)))];
  const matching = targets.map((target) => ({ target, kind: "field", value: target }) as const);
  const prepare = compileMatching(matching, fields);
  return profiles.map((profile) => {
    const profileId = String(profile.email);
    const prepared = prepare(profile);
    return prepared.ok ? { profileId, prepared: prepared.value } : { profileId, rejection: prepared.failure };
  });
}
