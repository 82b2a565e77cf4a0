import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { controlSimulator, strike } from "../../testing/simulator-control.ts";
import { CallTally, MOST_NOTED } from "./call-tally.ts";
import { storeCalls } from "./store-calls.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox();
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());
afterEach(async () => await controlSimulator(sandbox.simulator, "DELETE", "/faults"));

const UPSERT = "PUT /v3/marketing/contacts";
const two = { a: { email: "a@example.com" }, b: { email: "b@example.com" } };

async function callsOf(runId: string) {
  const { run, calls } = await sandbox.ask(
    `query ($id: ID!) {
       run(id: $id) { callTotals { endpoint status failure callCount totalMs maxMs waitedMs sentBytes } waitsFor { until } }
       calls(runId: $id) { totalCount edges { node { at attempt endpoint status failure durationMs waitedMs sentBytes } } }
     }`,
    { id: runId },
  );
  return {
    ...run,
    calls: calls.edges.map(({ node }: { node: object }) => node),
    callCount: calls.totalCount,
  };
}

test("a run tells its calls by endpoint and answer, and each that failed, without ids and addresses", async () => {
  const { exportId, listId } = await anExport(sandbox, destinationId, "Told", two);
  await strike(sandbox.simulator, UPSERT, { kind: "status", status: 503 });
  const runId = await startRun(sandbox, exportId);
  expect(await endOf(sandbox, runId)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 2 });
  const told = await callsOf(runId);
  const upserts = told.callTotals.filter(({ endpoint }: { endpoint: string }) => endpoint === UPSERT);
  expect(upserts).toHaveLength(2);
  expect(upserts).toContainEqual(expect.objectContaining({ status: 202, failure: null, callCount: 1 }));
  expect(upserts).toContainEqual(
    expect.objectContaining({ status: 503, failure: "unavailable", callCount: 1 }),
  );
  expect(upserts[0].sentBytes).toBeGreaterThan(60);
  expect(told.callTotals.map(({ endpoint }: { endpoint: string }) => endpoint)).toContain(
    "GET /v3/marketing/lists/{id}",
  );
  expect(told.calls).toMatchObject([{ endpoint: UPSERT, status: 503, failure: "unavailable", attempt: 1 }]);
  const everything = JSON.stringify(told);
  for (const secret of ["example.com", listId, "SG."]) expect(everything).not.toContain(secret);
});

test("a run that waits for a window of SendGrid's says for which and until when, and then no more", async () => {
  const { exportId } = await anExport(sandbox, destinationId, "Waits", two);
  const inFour = { "x-ratelimit-limit": "1", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "4" };
  await strike(sandbox.simulator, UPSERT, { kind: "status", status: 429, headers: inFour });
  const runId = await startRun(sandbox, exportId);
  const startedAt = Date.now();
  const seen = await Array.fromAsync(
    sandbox.follow(
      "subscription ($id: ID!) { runChanged(runId: $id) { state waitsFor { endpoint until } } }",
      {
        id: runId,
      },
    ),
  );
  const waits = seen.map(({ runChanged }) => runChanged.waitsFor).filter((wait) => wait !== null);
  expect(waits[0]).toMatchObject({ endpoint: UPSERT });
  expect(new Date(waits[0].until).getTime()).toBeGreaterThan(startedAt + 1_000);
  expect(seen.at(-1)).toEqual({ runChanged: { state: "SUCCEEDED", waitsFor: null } });
  const { calls } = await callsOf(runId);
  expect(calls).toMatchObject([{ status: 429, failure: "rate-limited" }]);
});

test("of a run whose calls fail on and on, the newest are kept and all are counted", async () => {
  const { exportId } = await anExport(sandbox, destinationId, "On and on", two);
  const runId = await startRun(sandbox, exportId);
  await endOf(sandbox, runId);
  await sandbox.dataSource.query(
    `insert into run_call (run_id, attempt, at, endpoint, status, failure, duration_ms, waited_ms, sent_bytes)
     select $1, 1, now(), 'GET /v3/scopes', 503, 'unavailable', 1, 0, 0 from generate_series(1, $2)`,
    [runId, MOST_NOTED],
  );
  const tally = new CallTally(2);
  for (let call = 0; call < 3; call++)
    tally.add({
      ...{ endpoint: "GET /v3/scopes", status: 500, failure: "unavailable" as const, sentAtMs: Date.now() },
      ...{ durationMs: 7, waitedMs: 0, sentBytes: 0 },
    });
  await storeCalls(sandbox.dataSource, runId, tally);
  const { calls, callCount, callTotals } = await callsOf(runId);
  expect(callCount).toBe(MOST_NOTED);
  expect(calls.slice(0, 4).map(({ status }: { status: number }) => status)).toEqual([500, 500, 500, 503]);
  expect(callTotals).toContainEqual(
    expect.objectContaining({ endpoint: "GET /v3/scopes", status: 500, callCount: 3, totalMs: 21 }),
  );
});
