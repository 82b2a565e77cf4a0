import { memorySpools } from "@keruen/core/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { aServer } from "../../../testing/a-server.ts";
import { anExport, endOf, startRun, watchRun } from "../../../testing/an-export.ts";
import { controlSimulator, strike } from "../../../testing/simulator-control.ts";
import { sendGridBaseUrls } from "../../destinations/sendgrid-region.ts";

const spools = memorySpools();
/** Every run by file, in batches of 184, each of two files of 92. */
const options = {
  runPatience: {
    uploadMs: 300,
    settleMs: 5_000,
    unknownMs: 5_000,
    maxAttempts: 3,
    pauseMs: { first: 20, longest: 50 },
  },
  maxUpsertsPerRun: 0,
  importing: {
    openSpool: spools.openSpool,
    importLimits: { maxRows: 184, maxBytes: 1_000_000 },
    rowsBeforeFile: 0,
  },
};

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox(options);
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

const IMPORT = "PUT /v3/marketing/contacts/imports";
const STORAGE = "PUT storage";
const strikeAfter = (skip: number, endpoint: string, fault: object, times = 1_000) =>
  controlSimulator(sandbox.simulator, "POST", "/faults", { endpoint, skip, times, fault });

let exportId: string;
let listId: string;
let count = 0;
beforeEach(async () => {
  count++;
  ({ exportId, listId } = await anExport(sandbox, destinationId, `Run ${count}`, fiveHundred(count)));
});
afterEach(async () => {
  await controlSimulator(sandbox.simulator, "DELETE", "/faults");
  await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: false });
  expect(spools.held(), "files that were not discarded").toEqual([]);
});

/** 500 people, half of them with a city; 20 without a good address; 20 with somebody else's. */
const fiveHundred = (run: number) =>
  Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => {
      const email = index % 25 === 3 ? "none" : `r${run}p${index % 25 === 7 ? index - 1 : index}@example.com`;
      return [`r${run}-${index}`, { email, name: `N${index}`, ...(index % 2 === 0 && { city: "Aral" }) }];
    }),
  );

/** Every outcome of a run, by profile, and whether the counts say the same. */
async function accounted(runId: string) {
  const run = await endOf(sandbox, runId);
  const lines = (await (await fetch(`${sandbox.url}/runs/${runId}/outcomes.csv`)).text()).split("\r\n");
  const outcomes = lines.slice(1, -1).map((line) => line.split(",")[1]);
  const having = (kind: string) => outcomes.filter((outcome) => outcome === kind).length;
  expect(run.selectedCount).toBe(500);
  expect([having("DELIVERED"), having("REJECTED"), having("DUPLICATE"), having("NOT_SENT")]).toEqual([
    ...[run.deliveredCount, run.rejectedCount, run.duplicateCount, run.notSentCount],
  ]);
  expect(having("DELIVERED") + having("ACCEPTED")).toBe(run.acceptedCount);
  expect(run.acceptedCount + run.rejectedCount + run.duplicateCount + run.notSentCount).toBe(500);
  expect(outcomes).toHaveLength(500);
  expect(await sandbox.addressesOn(listId)).toHaveLength(run.acceptedCount);
  return run;
}

const WHOLE = { state: "SUCCEEDED", deliveredCount: 460, rejectedCount: 20, duplicateCount: 20 };

describe("a run by file while there is trouble", () => {
  test("sends a file again after the storage failed, broke off, or took it without an answer", async () => {
    for (const fault of [
      { kind: "status", status: 503 },
      { kind: "reset" },
      { kind: "reset-after-accept" },
      { kind: "status", status: 403 },
    ])
      await strike(sandbox.simulator, STORAGE, fault);
    expect(await accounted(await startRun(sandbox, exportId))).toMatchObject(WHOLE);
  });

  test("goes on by itself when the storage is back after longer than an attempt", async () => {
    await strikeAfter(1, STORAGE, { kind: "status", status: 500 });
    const runId = await startRun(sandbox, exportId);
    for await (const { nextTryAt } of watchRun(sandbox, runId)) if (nextTryAt !== null) break;
    await controlSimulator(sandbox.simulator, "DELETE", "/faults");
    expect(await accounted(runId)).toMatchObject({ ...WHOLE, failure: null });
  });

  test("gives up in words, and counts those who were not sent", async () => {
    await strikeAfter(2, STORAGE, { kind: "status", status: 500 });
    const run = await accounted(await startRun(sandbox, exportId));
    expect(run).toMatchObject({ state: "FAILED", failure: { code: "sendgrid-unavailable" } });
    expect([run.deliveredCount > 0, run.notSentCount > 0]).toEqual([true, true]);
  });

  test.each([0, 1, 2, 3])(
    "settles the %d files that were taken before the key lost its rights, and names everybody else",
    async (taken) => {
      await strikeAfter(taken, IMPORT, { kind: "status", status: 403 });
      const run = await accounted(await startRun(sandbox, exportId));
      expect(run).toMatchObject({ state: "FAILED", failure: { code: "key-lacks-rights" } });
      expect(run.deliveredCount).toBe(taken * 92);
    },
  );

  test("fails when the key is revoked, and still says who was accepted and who was not sent", async () => {
    const runId = await aRunAtImport(3);
    await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: true });
    const run = await accounted(runId);
    expect(run).toMatchObject({ state: "FAILED", failure: { code: "key-refused" }, acceptedCount: 3 * 92 });
  });

  test("keeps what is under way when it is canceled, and sends no more", async () => {
    const runId = await aRunAtImport(1);
    await sandbox.ask("mutation ($id: ID!) { cancelRun(runId: $id) { __typename } }", { id: runId });
    const run = await accounted(runId);
    expect(run).toMatchObject({ state: "CANCELED", deliveredCount: 92 });
  });

  test("is left as it is by a process that stops, and another one brings it to its end", async () => {
    const own = await aSandbox(options);
    const marketing = await own.aDestination("Marketing");
    const stopped = await anExport(own, marketing, "Stopped", fiveHundred(0));
    await controlSimulator(own.simulator, "POST", "/faults", {
      ...{ endpoint: STORAGE, skip: 3, times: 1, fault: { kind: "slow", byMs: 60_000 } },
    });
    const runId = await startRun(own, stopped.exportId);
    for await (const { acceptedCount } of watchRun(own, runId)) if (acceptedCount === 184) break;
    await own.stop();
    await controlSimulator(own.simulator, "DELETE", "/faults"); // where it stopped just before that file
    expect(spools.held()).toEqual([]);
    const { databaseUrl, dataDir, simulator } = own;
    const next = await aServer({
      ...options,
      ...{ databaseUrl, dataDir, isSandbox: true, sendGridBaseUrls: sendGridBaseUrls(simulator.url) },
    });
    const ended = await endOf(next, runId);
    expect(ended).toMatchObject({ ...WHOLE, route: "IMPORT", notSentCount: 0 });
    expect(await own.addressesOn(stopped.listId)).toHaveLength(460);
    await next.close();
    await own.close();
  });
});

/** How many imports SendGrid was ever asked for. */
async function imports(): Promise<number> {
  const answer = await fetch(`${sandbox.simulator.url}/_simulator/state`);
  const { callCounts } = (await answer.json()) as { callCounts: Record<string, Record<string, number>> };
  return Object.values(callCounts[IMPORT] ?? {}).reduce((sum, calls) => sum + calls, 0);
}

/** A run that has asked for so many imports and waits for the storage with the last one. */
async function aRunAtImport(number: number): Promise<string> {
  await strikeAfter(number - 1, STORAGE, { kind: "slow", byMs: 1_500 }, 1);
  const before = await imports();
  const runId = await startRun(sandbox, exportId);
  while ((await imports()) < before + number) await new Promise(setImmediate);
  return runId;
}
