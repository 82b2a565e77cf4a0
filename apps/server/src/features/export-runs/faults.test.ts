import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun, watchRun } from "../../testing/an-export.ts";
import { controlSimulator, strike } from "../../testing/simulator-control.ts";

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
});
afterAll(async () => await sandbox.close());

const UPSERT = "PUT /v3/marketing/contacts";
const control = (method: "POST" | "PUT" | "DELETE", path: string, body?: object) =>
  controlSimulator(sandbox.simulator, method, path, body);
const fault = (endpoint: string, times: number, what: object) =>
  strike(sandbox.simulator, endpoint, what, times);

afterEach(async () => {
  await control("DELETE", "/faults");
  await control("PUT", "/keys/GOOD", { isRevoked: false });
  await control("PUT", "/settings", { latencyMs: 0, jobDelayMs: 0 });
});

const two = { a: { email: "a@example.com" }, b: { email: "b@example.com" } };
const both = ["a@example.com", "b@example.com"];

describe("a run while SendGrid is in trouble", () => {
  test("sends the same batch again after a limit, an outage and a broken connection", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "Trouble", two);
    await fault(UPSERT, 1, { kind: "status", status: 429, headers: { "x-ratelimit-reset": "0" } });
    await fault(UPSERT, 1, { kind: "status", status: 503 });
    await fault(UPSERT, 1, { kind: "reset-after-accept" });
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "SUCCEEDED", deliveredCount: 2, rejectedCount: 0 },
    });
    expect(await sandbox.addressesOn(listId)).toEqual(both);
  });

  test("shows when it will try again, and goes on by itself when SendGrid is back", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "Outage", two);
    await fault("*", 2, { kind: "status", status: 500 });
    const seen = await Array.fromAsync(watchRun(sandbox, await startRun(sandbox, exportId)));
    expect(
      seen.some(({ nextTryAt, failure }) => nextTryAt !== null && failure.code === "sendgrid-unavailable"),
    ).toBe(true);
    expect(seen.at(-1)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 2, failure: null });
    expect(await sandbox.addressesOn(listId)).toEqual(both);
  });

  test.each(["GET /v3/marketing/field_definitions", "GET /v3/suppression/bounces"])(
    "does not take a 404 of %s for a list that is gone",
    async (endpoint) => {
      const leavesOut = { suppressions: ["BOUNCE"] };
      const { exportId } = await anExport(sandbox, destinationId, `404 of ${endpoint}`, two, leavesOut);
      await fault(endpoint, 1, { kind: "status", status: 404 });
      expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
        ...{ state: "SUCCEEDED", deliveredCount: 2 },
      });
    },
  );

  test("gives up after so many attempts, and says why and how many were not sent", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Given up", two);
    await fault(UPSERT, 1_000, { kind: "status", status: 503 });
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "FAILED", attempt: 3, selectedCount: 2, notSentCount: 2, deliveredCount: 0 },
      failure: { code: "sendgrid-unavailable", message: expect.stringContaining("gave up after 3 attempts") },
    });
  });

  test("fails at once when the key is revoked, and the destination says so", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Revoked", two);
    await control("PUT", "/keys/GOOD", { isRevoked: true });
    const ended = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(ended).toMatchObject({ state: "FAILED", attempt: 1, failure: { code: "key-refused" } });
    const { destination } = await sandbox.ask("query ($id: ID!) { destination(id: $id) { state } }", {
      id: destinationId,
    });
    expect(destination.state).toBe("KEY_REFUSED");
  });

  test("settles what was accepted before it fails for good, and counts the rest as not sent", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 30_002 }, (_, n) => [`p${n}`, { email: `p${n}@example.com` }]),
    );
    const { exportId, listId } = await anExport(sandbox, destinationId, "Half", many);
    await control("POST", "/faults", { endpoint: UPSERT, skip: 1, fault: { kind: "status", status: 400 } });
    await control("POST", "/faults", {
      endpoint: UPSERT,
      times: 100,
      fault: { kind: "status", status: 403 },
    });
    const ended = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(ended).toMatchObject({
      ...{ state: "FAILED", selectedCount: 30_002, acceptedCount: 30_000, deliveredCount: 30_000 },
      ...{ notSentCount: 2, failure: { code: "key-lacks-rights" } },
    });
    expect(await sandbox.addressesOn(listId)).toHaveLength(30_000);
  });

  test("settles what was accepted before it gives up, too", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 30_002 }, (_, n) => [`g${n}`, { email: `g${n}@example.com` }]),
    );
    const { exportId } = await anExport(sandbox, destinationId, "Half given up", many);
    await control("POST", "/faults", {
      endpoint: UPSERT,
      skip: 1,
      times: 1_000,
      fault: { kind: "status", status: 503 },
    });
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "FAILED", deliveredCount: 30_000, notSentCount: 2 },
      failure: { code: "sendgrid-unavailable", message: expect.stringContaining("gave up") },
    });
  });

  test("waits for a segment that is being built, and says nothing of it any more when it has succeeded", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Building", two);
    const segments = (state: string) =>
      sandbox.dataSource.query(
        "update segment set state = $2 where id in (select segment_id from export_segment where export_id = $1)",
        [exportId, state],
      );
    await segments("BUILDING");
    const seen = [];
    for await (const run of watchRun(sandbox, await startRun(sandbox, exportId))) {
      seen.push(run);
      if (run.nextTryAt !== null) await segments("READY");
    }
    expect(seen.some(({ failure }) => failure?.code === "segments-building")).toBe(true);
    expect(seen.at(-1)).toMatchObject({
      state: "SUCCEEDED",
      deliveredCount: 2,
      failure: null,
      nextTryAt: null,
    });
  });

  test("ends as failed though the process stopped while it was settling", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Stopped", two);
    await control("PUT", "/settings", { jobDelayMs: 60_000 });
    const runId = await startRun(sandbox, exportId);
    for await (const { acceptedCount } of watchRun(sandbox, runId)) if (acceptedCount === 2) break;
    // As an upload leaves it that has failed for good after this batch: another process goes on from here.
    await sandbox.dataSource.query(
      `update export_run set fails_with = '{"code":"key-refused","message":"…","isFinal":true}', selected_count = 5 where id = $1`,
      [runId],
    );
    await control("PUT", "/settings", { jobDelayMs: 0 });
    expect(await endOf(sandbox, runId)).toMatchObject({
      ...{ state: "FAILED", deliveredCount: 2, notSentCount: 3, failure: { code: "key-refused" } },
    });
  });

  test("fails with what to do when the key can no longer be opened", async () => {
    const locked = await sandbox.aDestination("Locked");
    const { exportId } = await anExport(sandbox, locked, "Locked", two);
    await sandbox.dataSource.query(
      "update destination set sealed_api_key = (select sealed_api_key from destination where id = $2) where id = $1",
      [locked, destinationId],
    );
    const ended = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(ended).toMatchObject({ state: "FAILED", failure: { code: "key-unreadable" } });
    expect(ended.failure.message).toContain("Give the destination its key again");
  });

  test("fails with what to do when the list is gone", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "List gone", two);
    await fetch(`${sandbox.simulator.url}/v3/marketing/lists/${listId}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${sandbox.simulator.keys.GOOD}` },
    });
    const ended = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(ended).toMatchObject({ state: "FAILED", failure: { code: "list-gone" } });
    expect(ended.failure.message).toContain("Choose another list");
  });
});

describe("canceling a run", () => {
  const cancel = (runId: string) =>
    sandbox.ask(
      `mutation ($id: ID!) { cancelRun(runId: $id) {
         __typename ... on Run { state cancelRequestedAt } ... on UserError { code } } }`,
      { id: runId },
    );

  test("answers at once, sends no more, and counts those who were not sent", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "Canceled", two);
    await fault(UPSERT, 1, { kind: "timeout", afterMs: 1_500 });
    const runId = await startRun(sandbox, exportId);
    for await (const { state } of watchRun(sandbox, runId)) if (state === "UPLOADING") break;
    const { cancelRun } = await cancel(runId);
    expect(cancelRun.__typename).toBe("Run");
    expect(cancelRun.cancelRequestedAt).not.toBeNull();
    expect(await endOf(sandbox, runId)).toMatchObject({
      ...{ state: "CANCELED", selectedCount: 2, deliveredCount: 0, notSentCount: 2 },
    });
    expect(await sandbox.addressesOn(listId)).toEqual([]);
  });

  test("settles what SendGrid has accepted before", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "Too late", two);
    await control("PUT", "/settings", { jobDelayMs: 1_000 });
    const runId = await startRun(sandbox, exportId);
    for await (const { acceptedCount } of watchRun(sandbox, runId)) if (acceptedCount === 2) break;
    await cancel(runId);
    expect(await endOf(sandbox, runId)).toMatchObject({
      state: "SUCCEEDED",
      deliveredCount: 2,
      notSentCount: 0,
    });
    expect(await sandbox.addressesOn(listId)).toEqual(both);
  });

  test("wakes a run that waits for its next attempt", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Waiting", two);
    await fault(UPSERT, 1_000, { kind: "status", status: 503 });
    const runId = await startRun(sandbox, exportId);
    for await (const { nextTryAt } of watchRun(sandbox, runId)) if (nextTryAt !== null) break;
    await cancel(runId);
    expect((await endOf(sandbox, runId)).state).toBe("CANCELED");
  });

  test("of one that has ended is refused in words", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Ended", two);
    const runId = await startRun(sandbox, exportId);
    await endOf(sandbox, runId);
    expect((await cancel(runId)).cancelRun).toEqual({
      __typename: "RunAlreadyEnded",
      code: "run-already-ended",
    });
  });
});
