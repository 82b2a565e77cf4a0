import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sendGridBaseUrls } from "./features/destinations/sendgrid-region.ts";
import { aSandbox, type Sandbox } from "./testing/a-sandbox.ts";
import { aServer, type TestServer } from "./testing/a-server.ts";
import { anExport, endOf, startRun, watchRun } from "./testing/an-export.ts";
import { controlSimulator } from "./testing/simulator-control.ts";

let api: Sandbox;
let worker: TestServer;
beforeAll(async () => {
  api = await aSandbox({ role: "api" });
  worker = await aServer({ role: "worker", ...shared() });
});
afterAll(async () => {
  await worker.close();
  await api.close();
});

const shared = () => ({
  databaseUrl: api.databaseUrl,
  dataDir: api.dataDir,
  sendGridBaseUrls: sendGridBaseUrls(api.simulator.url),
});

describe("an api and a worker over one database", () => {
  test("a run asked of one is done by the other, and followed to its end by whoever watches at any api", async () => {
    const another = await aServer({ role: "api", ...shared() });
    const destinationId = await api.aDestination("Marketing");
    const { exportId, listId } = await anExport(api, destinationId, "Both", {
      a: { email: "a@example.com" },
    });
    const runId = await startRun(api, exportId);
    const [here, there] = await Promise.all([endOf(api, runId), Array.fromAsync(watchRun(another, runId))]);
    expect(here).toMatchObject({ state: "SUCCEEDED", deliveredCount: 1 });
    expect(there.at(-1)).toEqual(here);
    expect(await api.addressesOn(listId)).toEqual(["a@example.com"]);
    await another.close();
  });

  test("a worker says that it is alive and ready, and serves nothing else", async () => {
    const statusOf = async (path: string) => (await fetch(worker.url + path)).status;
    expect(await statusOf("/healthz")).toBe(200);
    expect(await statusOf("/readyz")).toBe(200);
    expect(await statusOf("/graphql?query={viewer{id}}")).toBe(404);
    expect(await statusOf("/")).toBe(404);
  });

  test("an api leaves what it has queued to workers", async () => {
    await worker.stop();
    const destinationId = await api.aDestination("Waiting");
    const { exportId } = await anExport(api, destinationId, "Waits", { b: { email: "b@example.com" } });
    const runId = await startRun(api, exportId);
    const workerStartedAt = Date.now();
    worker = await aServer({ role: "worker", ...shared() });
    expect(await endOf(api, runId)).toMatchObject({ state: "SUCCEEDED", attempt: 1 });
    const { run } = await api.ask("query ($id: ID!) { run(id: $id) { preparingAt } }", { id: runId });
    expect(Date.parse(run.preparingAt)).toBeGreaterThanOrEqual(workerStartedAt);
  });
});

test("what needs a session of its own goes past a pooler", async () => {
  const directUrl = new URL(api.databaseUrl);
  directUrl.searchParams.set("application_name", "direct");
  const behindPooler = await aServer({ ...shared(), directUrl: directUrl.href });
  const direct = await api.dataSource.query(
    "select query from pg_stat_activity where application_name = 'direct' and query ilike 'listen %'",
  );
  const listening = await api.dataSource.query(
    "select query from pg_stat_activity where datname = current_database() and query ilike 'listen %'",
  );
  expect(direct).toHaveLength(2); // live updates, and the task queue
  expect(listening.length).toBeGreaterThan(direct.length);
  await behindPooler.close();
});

test("a process that is stopped hands its runs over, though a file still comes in", async () => {
  await worker.stop();
  const leaving = await aServer({ ...shared() });
  const destinationId = await api.aDestination("Handed over");
  const { exportId } = await anExport(api, destinationId, "Leaves", { c: { email: "c@example.com" } });
  await controlSimulator(api.simulator, "PUT", "/settings", { jobDelayMs: 60_000 });
  const runId = await startRun(api, exportId);
  const seen = watchRun(api, runId);
  for await (const { state } of seen) if (state === "SETTLING") break;

  const isComingIn = once(leaving.http.server, "request");
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const file = writable.getWriter();
  const sent = fetch(`${leaving.url}/files?name=slow.csv`, {
    method: "POST",
    body: readable,
    duplex: "half",
  } as RequestInit);
  await file.write(Buffer.from("id,email\n1,d@example.com\n"));
  await isComingIn;
  const stopped = leaving.stop();
  worker = await aServer({ role: "worker", ...shared() });
  for await (const { attempt } of watchRun(api, runId)) if (attempt === 2) break;
  await controlSimulator(api.simulator, "PUT", "/settings", { jobDelayMs: 0 });
  expect(await endOf(api, runId)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 1 });

  await file.close();
  expect((await sent).status).toBe(201);
  await stopped;
  await leaving.close();
});
