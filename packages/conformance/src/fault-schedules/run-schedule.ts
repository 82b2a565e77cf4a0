/**
 * One upload on one bad day: everything SendGrid's side can do to it, by seed, and the verdict afterwards.
 *
 * Reads  : what the account holds, through the simulator's control plane.
 * Writes : a simulator's contacts.
 * Used by: the test beside this file, for a few days; `main.ts`, for a thousand.
 */
import {
  createSendGridClient,
  isReady,
  isRejected,
  packBatches,
  type ReadyRow,
  type RefusedContact,
  type Row,
  readRefused,
  type SettledJob,
  settleJob,
  uploadBatch,
} from "@keruen/core";
import { httpTransport } from "../http-transport.ts";
import { hastyClock } from "./hasty-clock.ts";
import { mistakes } from "./mistakes.ts";
import { type Fate, population } from "./population.ts";
import { type Account, control } from "./simulator-control.ts";

export type Verdict = {
  readonly seed: number;
  /** What is wrong; none on a day that ended right. */
  readonly mistakes: readonly string[];
  readonly strikes: number;
  readonly calls: number;
};

const GIVE_UP_AFTER_MS = 3_600_000;
const MAX_ROUNDS = 20;

export async function runSchedule(seed: number, profiles: number, account: Account): Promise<Verdict> {
  await control(account, "POST", "/reset");
  await control(account, "PUT", "/settings", { jobDelayMs: 0, jobLingerMs: 0, rateLimits: "none" });
  const people = [...population(seed, profiles)];
  let calls = 0;
  const clock = hastyClock(20);
  const client = createSendGridClient({
    transport: (request) => {
      calls += 1;
      return httpTransport(request);
    },
    baseUrl: account.url,
    apiKey: () => account.key,
    clock,
  });
  const list = await client.createList(`Day ${seed}`);
  if (!list.ok) throw new Error(`No list: ${list.failure.code}`);
  await control(account, "POST", "/faults/plan", {
    seed,
    share: 0.3,
    kinds: KINDS,
    waitSeconds: 0,
    timeoutMs: 20,
    slowMs: 20,
  });

  const outcomes = new Map<string, Fate>();
  const options = { client, clock, random: Math.random, giveUpAfterMs: GIVE_UP_AFTER_MS };
  const listId = list.value.id;
  let pending: readonly Row[] = people.map(({ row }) => row);
  for (let round = 0; pending.length > 0; round++) {
    if (round === MAX_ROUNDS) throw new Error(`Seed ${seed}: jobs were lost ${MAX_ROUNDS} times`);
    pending = await uploadAndSettle(pending, outcomes, { ...options, listId });
  }
  const plan = (await control(account, "GET", "/faults/plan")) as { strikes: Record<string, number> };
  const strikes = Object.values(plan.strikes).reduce((sum, count) => sum + count, 0);
  await control(account, "DELETE", "/faults");
  return { seed, mistakes: await mistakes(people, outcomes, account, listId), strikes, calls };
}

/** Every kind but those no client can see through: a job that tells of an effect it never had, and one that never ends. */
export const KINDS = [
  ...["status-408", "status-500", "status-502", "status-503", "status-504"],
  ...["rate-limited-delta", "rate-limited-epoch", "rate-limited-retry-after", "rate-limited-silent"],
  ...["reset", "reset-after-accept", "timeout", "timeout-after-accept", "slow", "lose-job", "vanish-job"],
];

type Options = Parameters<typeof uploadBatch>[1] &
  Parameters<typeof settleJob>[1] &
  Parameters<typeof readRefused>[3];

/** @returns rows whose job SendGrid no longer knows: they are to be sent again, for nobody can tell what became of them. */
async function uploadAndSettle(
  rows: readonly Row[],
  outcomes: Map<string, Fate>,
  options: Options,
): Promise<readonly ReadyRow[]> {
  const lost: ReadyRow[] = [];
  for (const batch of packBatches(rows, {
    listIds: [options.listId],
    limits: { maxContacts: 3_000, maxBytes: 300_000 },
  })) {
    for (const row of batch.rows)
      if (!isReady(row)) note(outcomes, row.profileId, isRejected(row) ? "rejected" : "duplicate");
    const uploaded = await uploadBatch(batch, options);
    if (!uploaded.ok) throw new Error(`The upload ended: ${uploaded.failure.reason.code}`);
    const setAside = new Set(batch.rows.filter(isRejected).map(({ profileId }) => profileId));
    for (const { profileId } of uploaded.value.rejected)
      if (!setAside.has(profileId)) note(outcomes, profileId, "rejected");
    for (const part of uploaded.value.accepted) {
      const settled = await settleJob(part.jobId, options);
      if (settled.ok) noteSettled(outcomes, part.rows, await refusedBy(part.jobId, settled.value, options));
      else if (UNKNOWN.has(settled.failure.code)) lost.push(...part.rows);
      else throw new Error(`A job could not be settled: ${settled.failure.code}`);
    }
  }
  return lost;
}

const UNKNOWN = new Set<string>(["not-found", "job-unknown"]);

async function refusedBy(jobId: string, job: SettledJob, options: Options): Promise<ReadonlySet<string>> {
  const addresses = new Set<string>();
  const take = async (page: readonly RefusedContact[]) =>
    page.forEach(({ email }) => void addresses.add(email));
  const read = await readRefused(jobId, job, take, options);
  if (!read.ok) throw new Error(`An errors file could not be read: ${read.failure.code}`);
  return addresses;
}

function noteSettled(
  outcomes: Map<string, Fate>,
  rows: readonly ReadyRow[],
  addresses: ReadonlySet<string>,
): void {
  for (const { profileId, prepared } of rows)
    note(outcomes, profileId, addresses.has(prepared.email) ? "rejected" : "delivered");
}

function note(outcomes: Map<string, Fate>, profileId: string, fate: Fate): void {
  if (outcomes.has(profileId)) throw new Error("Somebody has two outcomes");
  outcomes.set(profileId, fate);
}
