import { createSendGridClient } from "@keruen/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSendHttp } from "../../../platform/sendgrid/send-http.ts";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, answerRun, endOf, startRun, waitingRun } from "../../../testing/an-export.ts";
import { leave } from "../../../testing/memberships.ts";
import { RUN_PATIENCE } from "../run-context.ts";
import { type MirrorContext, mirrorRun } from "./mirror-run.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({}, { exportDelayMs: 0 });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

const keys = Array.from({ length: 100 }, (_, index) => `p${index}`);
const peopleOf = (some: readonly string[]) =>
  Object.fromEntries(some.map((key) => [key, { email: `${key}@many.example` }]));

/** An export of 100 people of whom 10 leave, about to mirror; so many who have left are held on the list by another. */
async function tenLeaving(name: string, heldByAnother: number) {
  const { exportId, listId } = await anExport(sandbox, destinationId, name, peopleOf(keys));
  await endOf(sandbox, await startRun(sandbox, exportId));
  const held = keys.slice(10, 10 + heldByAnother);
  const other = await anExport(sandbox, destinationId, `${name}, another`, peopleOf(held), { listId });
  await endOf(sandbox, await startRun(sandbox, other.exportId));
  await leave(sandbox, exportId, ...keys.slice(0, 10), ...held);
  const runId = await startRun(sandbox, exportId);
  await endOf(sandbox, runId);
  await sandbox.dataSource.query(
    `update export_run set state = 'SETTLING', ended_at = null, sync_mode = 'MIRROR', deliveries_before = 100 where id = $1`,
    [runId],
  );
  const endOther = () => sandbox.ask(`mutation { removeExport(id: "${other.exportId}") { __typename } }`);
  return { runId, listId, endOther };
}

function contextOf(runId: string): MirrorContext {
  const baseUrl = sandbox.simulator.url;
  const clock = { now: Date.now, wait: async () => undefined };
  const { dataSource, simulator } = sandbox;
  const call = { baseUrl, transport: createSendHttp({ baseUrl }), clock };
  return {
    ...{ dataSource, runId, clock, random: () => 0.5, patience: RUN_PATIENCE },
    client: createSendGridClient({ ...call, apiKey: async () => simulator.keys.GOOD }),
    ...{ stopped: new AbortController().signal, canceled: new AbortController().signal },
  };
}

/** The other export is removed after the leavers are counted, and before they are looked for; or after that. */
function overtakenAt(
  step: "unlearn" | "downloadExport",
  context: MirrorContext,
  endOther: () => Promise<unknown>,
): MirrorContext {
  const { client, dataSource } = context;
  if (step === "downloadExport") {
    const downloadExport: typeof client.downloadExport = async (...given) => {
      const members = await client.downloadExport(...given);
      await endOther();
      return members;
    };
    return { ...context, client: { ...client, downloadExport } };
  }
  const query = async (...given: Parameters<typeof dataSource.query>) => {
    if (String(given[0]).startsWith("select address_hash::text")) await endOther();
    return await dataSource.query(...given);
  };
  return { ...context, dataSource: Object.assign(Object.create(dataSource), { query }) };
}

describe("more than was agreed to", () => {
  test.each([
    ["before they are looked for", "unlearn", 100],
    ["while its list is read: it was not read for them", "downloadExport", 90],
  ] as const)(
    "is not removed where others come to leave %s. The run asks again, and goes on when told to",
    async (when, call, left) => {
      const { runId, listId, endOther } = await tenLeaving(when, 30);
      const context = contextOf(runId);
      expect(await mirrorRun(overtakenAt(call, context, endOther))).toBe("asked");
      expect(await sandbox.addressesOn(listId)).toHaveLength(left);
      const { approvalReason } = await waitingRun(sandbox, runId);
      expect(approvalReason).toMatchObject({ code: "mass-removal", deliveries: 100, removals: 40 });

      await answerRun(sandbox, "approveRun", runId);
      expect(await endOf(sandbox, runId)).toMatchObject({ state: "SUCCEEDED", removedCount: 40 });
      expect(await sandbox.addressesOn(listId)).toHaveLength(60);
    },
  );

  test("counts those whom the run had removed before its process died", async () => {
    const { runId, listId, endOther } = await tenLeaving("Died", 10);
    const context = contextOf(runId);
    const dying = {
      async query(...given: Parameters<typeof sandbox.dataSource.query>) {
        if (String(given[0]).startsWith("delete from delivery")) throw new Error("killed");
        return await sandbox.dataSource.query(...given);
      },
    };
    const mortal = Object.assign(Object.create(sandbox.dataSource), dying);
    await expect(mirrorRun({ ...context, dataSource: mortal })).rejects.toThrow("killed");
    expect(await sandbox.addressesOn(listId)).toHaveLength(90);

    await endOther();
    expect(await mirrorRun(context)).toBe("asked");
    const { approvalReason } = await waitingRun(sandbox, runId);
    expect(approvalReason).toMatchObject({ code: "mass-removal", deliveries: 100, removals: 20 });
    expect(await sandbox.addressesOn(listId)).toHaveLength(90);
  });
});
