import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun, watchRun } from "../../testing/an-export.ts";
import { callsThatWrite } from "../../testing/contacts-written.ts";
import { leave } from "../../testing/memberships.ts";
import { controlSimulator, strike } from "../../testing/simulator-control.ts";
import { RUN_PATIENCE } from "../export-runs/run-context.ts";

let sandbox: Sandbox;
let destinationId: string;
/** Three people a file, so that a run can break off between them. */
beforeAll(async () => {
  sandbox = await aSandbox(
    {
      maxUpsertsPerRun: 0,
      importing: { importLimits: { maxRows: 3, maxBytes: 1_000_000 }, rowsBeforeFile: 0 },
      runPatience: { ...RUN_PATIENCE, unknownMs: 200 },
    },
    { exportDelayMs: 0 },
  );
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());
afterEach(async () => {
  await controlSimulator(sandbox.simulator, "DELETE", "/faults");
  await controlSimulator(sandbox.simulator, "PUT", "/settings", { contactLimit: null });
});

const IMPORT = "PUT /v3/marketing/contacts/imports";
const people = (prefix: string, count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`${prefix}${n}`, { email: `${prefix}${n}@retry.example` }]),
  );

let exports = 0;
const exporting = (profiles: Parameters<typeof anExport>[3], choice: Parameters<typeof anExport>[4] = {}) =>
  anExport(sandbox, destinationId, `Retry ${exports++}`, profiles, choice);

/** A run of nine whose key loses its rights after so many files: three people each are delivered. */
async function aBrokenRun(exportId: string, files = 1) {
  await controlSimulator(sandbox.simulator, "POST", "/faults", {
    ...{ endpoint: IMPORT, skip: files, times: 1_000, fault: { kind: "status", status: 403 } },
  });
  const run = await endOf(sandbox, await startRun(sandbox, exportId));
  await controlSimulator(sandbox.simulator, "DELETE", "/faults");
  return run;
}

async function retry(runId: string) {
  const { retryRun } = await sandbox.ask(
    `mutation ($id: ID!) {
       retryRun(runId: $id) {
         __typename
         ... on Run { id trigger retryOf { id } }
         ... on UserError { code }
         ... on RunStillRunning { run { id } }
       }
     }`,
    { id: runId },
  );
  return retryRun;
}

async function retried(runId: string) {
  const answer = await retry(runId);
  if (!answer.id) throw new Error(JSON.stringify(answer));
  return await endOf(sandbox, answer.id);
}

describe("the retry of a run", () => {
  test("sends those alone whom the run did not get to, and names it", async () => {
    const { exportId, listId } = await exporting(people("a", 9));
    const broken = await aBrokenRun(exportId);
    expect(broken).toMatchObject({ state: "FAILED", deliveredCount: 3, notSentCount: 6 });
    const { id, ...answer } = await retry(broken.id);
    expect(answer).toEqual({ __typename: "Run", trigger: "RETRY", retryOf: { id: broken.id } });
    expect(await endOf(sandbox, id)).toMatchObject({
      ...{ state: "SUCCEEDED", selectedCount: 6, deliveredCount: 6, unchangedCount: 0, notSentCount: 0 },
    });
    expect(await sandbox.addressesOn(listId)).toHaveLength(9);
  });

  test("goes on with a run that was canceled", async () => {
    const { exportId, listId } = await exporting(people("b", 9));
    await controlSimulator(sandbox.simulator, "POST", "/faults", {
      ...{ endpoint: "PUT storage", skip: 1, times: 1, fault: { kind: "slow", byMs: 1_000 } },
    });
    const runId = await startRun(sandbox, exportId);
    for await (const { acceptedCount } of watchRun(sandbox, runId)) if (acceptedCount > 0) break;
    expect(await retry(runId)).toEqual({
      ...{ __typename: "RunStillRunning", code: "run-still-running", run: { id: runId } },
    });
    await sandbox.ask("mutation ($id: ID!) { cancelRun(runId: $id) { __typename } }", { id: runId });
    const canceled = await endOf(sandbox, runId);
    expect(canceled.state).toBe("CANCELED");
    const left = canceled.notSentCount;
    expect(left).toBeGreaterThan(0);
    expect(await retried(runId)).toMatchObject({
      state: "SUCCEEDED",
      selectedCount: left,
      deliveredCount: left,
    });
    expect(await sandbox.addressesOn(listId)).toHaveLength(9);
  });

  test("tries those again for whom SendGrid had no room, and not those it refused for themselves", async () => {
    const { exportId, listId } = await exporting({ ...people("c", 5), bad: { email: "nobody" } });
    const { contactCount } = (await (await fetch(`${sandbox.simulator.url}/_simulator/state`)).json()) as {
      contactCount: number;
    };
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { contactLimit: contactCount + 2 });
    const full = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(full).toMatchObject({ state: "FAILED", deliveredCount: 2, rejectedCount: 4 });
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { contactLimit: null });
    expect(await retried(full.id)).toMatchObject({
      ...{ state: "SUCCEEDED", selectedCount: 3, deliveredCount: 3, rejectedCount: 0 },
    });
    expect(await sandbox.addressesOn(listId)).toHaveLength(5);
  });

  test("sends those whose job SendGrid has lost for good", async () => {
    const { exportId, listId } = await exporting(people("d", 3));
    await strike(sandbox.simulator, IMPORT, { kind: "lose-job" }, 10);
    const lost = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(lost).toMatchObject({ state: "FAILED", failure: { code: "job-unknown" }, acceptedCount: 3 });
    await controlSimulator(sandbox.simulator, "DELETE", "/faults");
    expect(await retried(lost.id)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 3 });
    expect(await sandbox.addressesOn(listId)).toHaveLength(3);
  });

  test("leaves out who has left the segments, and takes nobody off a list that mirrors", async () => {
    const { exportId, listId } = await exporting(people("e", 9), { syncMode: "MIRROR" });
    const broken = await aBrokenRun(exportId);
    await leave(sandbox, exportId, "e0", "e8");
    expect(await retried(broken.id)).toMatchObject({
      ...{ state: "SUCCEEDED", syncMode: "ADD", selectedCount: 5, deliveredCount: 5, removedCount: 0 },
    });
    expect(await sandbox.addressesOn(listId)).toHaveLength(8);
  });

  test("asks nobody, however few they are, and is no measure for the next run", async () => {
    const { exportId } = await exporting(people("f", 6));
    const first = await endOf(sandbox, await startRun(sandbox, exportId));
    await sandbox.dataSource.query("update delivery set payload_hash = null where export_id = $1", [
      exportId,
    ]);
    const broken = await aBrokenRun(exportId);
    await sandbox.dataSource.query("update export_run set selected_count = 150 where id = $1", [first.id]);
    expect(await retried(broken.id)).toMatchObject({
      ...{ state: "SUCCEEDED", selectedCount: 3, approvalReason: null },
    });
    const next = await startRun(sandbox, exportId);
    await expect.poll(() => stateOf(next)).toBe("AWAITING_APPROVAL");
  });

  test("that failed before it had begun leaves all of them to the next", async () => {
    const { exportId, listId } = await exporting(people("g", 6));
    const broken = await aBrokenRun(exportId);
    await strike(sandbox.simulator, "GET /v3/marketing/field_definitions", { kind: "status", status: 403 });
    const failed = await retried(broken.id);
    expect(failed).toMatchObject({ state: "FAILED", selectedCount: null });
    expect(await retried(failed.id)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 3 });
    expect(await sandbox.addressesOn(listId)).toHaveLength(6);
  });

  test("sends nobody twice when it is asked for again", async () => {
    const { exportId } = await exporting(people("h", 6));
    const broken = await aBrokenRun(exportId);
    await retried(broken.id);
    const writes = await callsThatWrite(sandbox);
    expect(await retried(broken.id)).toMatchObject({
      state: "SUCCEEDED",
      unchangedCount: 3,
      deliveredCount: 0,
    });
    expect(await callsThatWrite(sandbox)).toBe(writes);
  });
});

describe("a retry is refused", () => {
  test("where there is no such run", async () => {
    expect(await retry("no-run")).toMatchObject({ code: "not-found" });
  });

  test("where nobody was left out, or whoever was has left the segments", async () => {
    const { exportId } = await exporting(people("i", 4));
    const broken = await aBrokenRun(exportId);
    await leave(sandbox, exportId, "i3");
    expect(await retry(broken.id)).toMatchObject({ code: "nothing-to-retry" });
    const whole = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(await retry(whole.id)).toMatchObject({ code: "nothing-to-retry" });
  });

  test("where the run's people are not kept any more", async () => {
    const { exportId } = await exporting(people("j", 4));
    const broken = await aBrokenRun(exportId);
    await sandbox.dataSource.query("update export_run set details_pruned_at = now() where id = $1", [
      broken.id,
    ]);
    expect(await retry(broken.id)).toMatchObject({ code: "run-details-pruned" });
  });

  test("where the export goes to another list now", async () => {
    const { exportId } = await exporting(people("k", 4));
    const broken = await aBrokenRun(exportId);
    await sandbox.dataSource.query("update export set list_id = 'other' where id = $1", [exportId]);
    expect(await retry(broken.id)).toMatchObject({ code: "export-list-changed" });
  });

  test("while another run of the export is under way; of two clicks one is taken", async () => {
    const { exportId } = await exporting(people("l", 6));
    const broken = await aBrokenRun(exportId);
    const answers = await Promise.all([retry(broken.id), retry(broken.id)]);
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(["ExportAlreadyRunning", "Run"]);
    await endOf(sandbox, answers.find(({ __typename }) => __typename === "Run").id);
  });
});

const stateOf = async (runId: string): Promise<string> =>
  (await sandbox.ask("query ($id: ID!) { run(id: $id) { state } }", { id: runId })).run.state;
