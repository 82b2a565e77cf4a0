import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun, watchRun } from "../../../testing/an-export.ts";
import { controlSimulator, faultsToCome, strike } from "../../../testing/simulator-control.ts";
import { aSuppressionGroup, suppress } from "../../../testing/suppressions.ts";
import { FAILURES } from "../describe-failure.ts";
import { failRun, lockRun } from "../move-run.ts";
import { stageRefusals } from "../settle/stage-refusals.ts";
import { findSuppressed } from "../upload/find-suppressed.ts";
import { storePage } from "./store-suppressions.ts";

const MANY = 50_000;
const BOUNCES = "GET /v3/suppression/bounces";
const GROUP = "GET /v3/asm/groups/:id/suppressions";
const UNSUBSCRIBES = "GET /v3/suppression/unsubscribes";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({
    runPatience: {
      uploadMs: 300,
      settleMs: 5_000,
      unknownMs: 5_000,
      maxAttempts: 3,
      pauseMs: { first: 20, longest: 50 },
    },
  });
  destinationId = await sandbox.aDestination("Marketing");
  const strangers = Array.from({ length: MANY }, (_, index) => `stranger${index}@example.com`);
  await suppress(sandbox.simulator, "bounces", ...strangers);
});
afterAll(async () => await sandbox.close());
afterEach(async () => await controlSimulator(sandbox.simulator, "DELETE", "/faults"));

const two = { a: { email: "a@example.com" }, b: { email: "stranger49999@example.com" } };
const failing = (endpoint: string, status: number, skip: number, times: number) =>
  controlSimulator(sandbox.simulator, "POST", "/faults", {
    ...{ endpoint, skip, times },
    fault: { kind: "status", status },
  });
const bouncesOut = (name: string) =>
  anExport(sandbox, destinationId, name, two, { suppressions: ["BOUNCE"] });
const kept = async (runId: string): Promise<number> =>
  (
    await sandbox.dataSource.query(
      "select count(*)::integer as count from run_suppression where run_id = $1",
      [runId],
    )
  )[0].count;

/** Calls of an endpoint so far. */
async function callsOf(endpoint: string): Promise<number> {
  const state = await fetch(`${sandbox.simulator.url}/_simulator/state`);
  const { callCounts } = (await state.json()) as { callCounts: Record<string, Record<string, number>> };
  return Object.values(callCounts[endpoint] ?? {}).reduce((sum, count) => sum + count, 0);
}

describe("reading 50,000 suppressions", () => {
  test("goes page by page, to the last", async () => {
    const { exportId, listId } = await bouncesOut("Many");
    const before = await callsOf(BOUNCES);
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "SUCCEEDED", attempt: 1, deliveredCount: 1, suppressedCount: 1 },
    });
    expect(await sandbox.addressesOn(listId)).toEqual(["a@example.com"]);
    expect((await callsOf(BOUNCES)) - before).toBe(Math.ceil((MANY - 20) / 480));
  });

  test("asks again for a page that failed, and for that one alone", async () => {
    const { exportId } = await bouncesOut("One page");
    await failing(BOUNCES, 503, 50, 1);
    const before = await callsOf(BOUNCES);
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "SUCCEEDED", attempt: 1, suppressedCount: 1 },
    });
    expect((await callsOf(BOUNCES)) - before).toBe(Math.ceil((MANY - 20) / 480) + 1);
  });

  test("begins anew where an attempt ended in the middle of it, and finds the same", async () => {
    const { exportId, listId } = await bouncesOut("Anew");
    await failing(BOUNCES, 503, 50, 10); // longer than a page is waited for
    const runId = await startRun(sandbox, exportId);
    let keptMeanwhile = 0;
    for await (const { nextTryAt } of watchRun(sandbox, runId)) {
      if (nextTryAt === null || keptMeanwhile > 0) continue;
      keptMeanwhile = await kept(runId);
      await controlSimulator(sandbox.simulator, "DELETE", "/faults");
    }
    expect(keptMeanwhile).toBeGreaterThan(0);
    expect(await endOf(sandbox, runId)).toMatchObject({
      state: "SUCCEEDED",
      deliveredCount: 1,
      suppressedCount: 1,
    });
    expect(await sandbox.addressesOn(listId)).toEqual(["a@example.com"]);
  });

  test("ends at once when the run is canceled", async () => {
    const { exportId, listId } = await bouncesOut("Canceled");
    await controlSimulator(sandbox.simulator, "POST", "/faults", {
      ...{ endpoint: BOUNCES, skip: 3 },
      fault: { kind: "timeout", afterMs: 60_000 },
    });
    const runId = await startRun(sandbox, exportId);
    await expect.poll(() => kept(runId)).toBeGreaterThan(1_000);
    const askedAt = Date.now();
    await sandbox.ask("mutation ($id: ID!) { cancelRun(runId: $id) { __typename } }", { id: runId });
    expect(await endOf(sandbox, runId)).toMatchObject({ state: "CANCELED", failure: null });
    expect(Date.now() - askedAt).toBeLessThan(10_000);
    expect([await kept(runId), await sandbox.addressesOn(listId)]).toEqual([0, []]);
  });
});

describe("a run whose key may not read suppressions", () => {
  test("fails at once, names the scope to add, and sends to nobody", async () => {
    const { exportId, listId } = await bouncesOut("Unreadable");
    await failing(BOUNCES, 403, 0, 1);
    const ended = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(ended).toMatchObject({
      state: "FAILED",
      attempt: 1,
      failure: { code: "suppressions-unreadable" },
    });
    expect(ended.failure.message).toContain("suppression.read");
    expect(await sandbox.addressesOn(listId)).toEqual([]);
  });

  test("sends to everybody where no suppression counts: nothing is read", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Unasked", two);
    const before = await callsOf(BOUNCES);
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({ deliveredCount: 2 });
    expect(await callsOf(BOUNCES)).toBe(before);
  });
});

describe("a group whose answer is longer than any other may be", () => {
  const LEAVERS = 90_000;
  const longAddress = (index: number) => `p${index}@${`${"a".repeat(60)}.`.repeat(3)}example.com`;
  let groupId: number;
  beforeAll(async () => {
    const addresses = Array.from({ length: LEAVERS }, (_, index) => longAddress(index));
    groupId = await aSuppressionGroup(sandbox.simulator, "Huge", ...addresses);
  });

  const members = { a: { email: "a@example.com" }, b: { email: longAddress(LEAVERS - 1) } };
  const hugeOut = (name: string) =>
    anExport(sandbox, destinationId, name, members, { suppressionGroupIds: [groupId] });

  test("is read to its end: the last of it is suppressed", async () => {
    const { exportId, listId } = await hugeOut("Huge");
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "SUCCEEDED", attempt: 1, deliveredCount: 1, suppressedCount: 1 },
    });
    expect(await sandbox.addressesOn(listId)).toEqual(["a@example.com"]);
  });

  test("is read anew where it breaks off, and the same are suppressed", async () => {
    const { exportId } = await hugeOut("Huge and cut");
    await strike(sandbox.simulator, GROUP, { kind: "cut", afterBytes: 5_000_000 });
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "SUCCEEDED", deliveredCount: 1, suppressedCount: 1 },
    });
    expect(await faultsToCome(sandbox.simulator)).toEqual([]);
  });

  test("is let go of at once when the run is canceled while it trickles in", async () => {
    const { exportId, listId } = await hugeOut("Huge and slow");
    await strike(sandbox.simulator, GROUP, { kind: "trickle", bytes: 16_384, everyMs: 50 });
    const runId = await startRun(sandbox, exportId);
    await expect.poll(() => kept(runId), { timeout: 10_000 }).toBeGreaterThan(1_000);
    const askedAt = Date.now();
    await sandbox.ask("mutation ($id: ID!) { cancelRun(runId: $id) { __typename } }", { id: runId });
    expect(await endOf(sandbox, runId)).toMatchObject({ state: "CANCELED", failure: null });
    expect(Date.now() - askedAt).toBeLessThan(10_000);
    expect([await kept(runId), await sandbox.addressesOn(listId)]).toEqual([0, []]);
  });
});

test("a run fails with what to do when a group is gone", async () => {
  const group = await aSuppressionGroup(sandbox.simulator, "Weekly", "a@example.com");
  const { exportId } = await anExport(sandbox, destinationId, "Group gone", two, {
    suppressionGroupIds: [group],
  });
  await failing("GET /v3/asm/groups/:id/suppressions", 404, 0, 1);
  const ended = await endOf(sandbox, await startRun(sandbox, exportId));
  expect(ended).toMatchObject({ state: "FAILED", failure: { code: "suppression-group-gone" } });
  expect(ended.failure.message).toContain('"Weekly"');
});

test("a run that gives up on SendGrid while it reads says what any run says", async () => {
  const { exportId } = await anExport(sandbox, destinationId, "Outage", two, {
    suppressions: ["GLOBAL_UNSUBSCRIBE"],
  });
  await failing(UNSUBSCRIBES, 503, 0, 1_000);
  expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
    ...{ state: "FAILED", attempt: 3, failure: { code: "sendgrid-unavailable" } },
  });
});

describe("a worker that was taken over", () => {
  /** It stores a page in the moment in which another worker ends the run. */
  async function endedMeanwhile(name: string, insert: (runId: string) => Promise<unknown>): Promise<string> {
    const { exportId } = await bouncesOut(name);
    const runId = await startRun(sandbox, exportId);
    await endOf(sandbox, runId);
    await sandbox.dataSource.query(
      "update export_run set state = 'SETTLING', ended_at = null where id = $1",
      [runId],
    );
    let inserting: Promise<unknown> = Promise.resolve();
    await sandbox.dataSource.transaction(async (db) => {
      await failRun(db, await lockRun(db, runId), FAILURES.uploadIncomplete);
      inserting = insert(runId);
      await Promise.race([inserting, untilBlocked()]);
    });
    await inserting;
    return runId;
  }

  const untilBlocked = () =>
    expect
      .poll(() => sandbox.dataSource.query("select from pg_locks where not granted"), { timeout: 5_000 })
      .not.toHaveLength(0);

  test("leaves no suppressions behind", async () => {
    const page = ["a@example.com"];
    const runId = await endedMeanwhile("Suppressions", (id) =>
      storePage(sandbox.dataSource, id, page, { list: "bounces", code: "bounce", group: null }),
    );
    expect(await kept(runId)).toBe(0);
  });

  test("leaves no refusals behind", async () => {
    const job = { jobId: "job", batch: 1, contactCount: 1, acceptedAt: new Date() };
    const page = [{ email: "a@example.com", code: "refused", message: "no" }];
    const runId = await endedMeanwhile("Refusals", (id) =>
      stageRefusals(sandbox.dataSource, id, job, page as never),
    );
    expect(await sandbox.dataSource.query("select from run_refusal where run_id = $1", [runId])).toEqual([]);
  });
});

test("a worker that was taken over prepares nobody: it no longer knows who is suppressed", async () => {
  const { exportId } = await bouncesOut("Taken over");
  const id = await startRun(sandbox, exportId);
  await endOf(sandbox, id);
  const run = { id, suppressions: ["bounce"] as const, suppressionGroups: [] };
  await expect(findSuppressed(sandbox.dataSource, run, ["a@example.com"])).rejects.toThrow("has ended");
});
