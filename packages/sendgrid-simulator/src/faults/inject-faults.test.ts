import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

const UPSERT = "PUT /v3/marketing/contacts";
const ADA = [{ email: "ada@example.com" }];

async function withFault(fault: object, schedule: object = {}) {
  const simulator = await aSimulator();
  const asked = await simulator.call("POST", "/_simulator/faults", { endpoint: UPSERT, ...schedule, fault });
  expect(asked.status).toBe(201);
  return simulator;
}

describe("a fault on request", () => {
  test("strikes the calls it was scheduled for and no others", async () => {
    const { upsert, call } = await withFault({ kind: "status", status: 500 }, { skip: 2, times: 2 });
    const statuses = [];
    for (let number = 0; number < 5; number += 1) statuses.push((await upsert(ADA)).status);
    expect(statuses).toEqual([202, 202, 500, 500, 202]);
    expect((await call("GET", "/_simulator/faults")).body).toEqual({ faults: [] });
  });

  test("answers with the body and the headers asked for, or with those the status usually has", async () => {
    const { upsert } = await withFault({
      kind: "status",
      status: 429,
      body: "slow down",
      contentType: "text/plain",
      headers: { "retry-after": "7" },
    });
    const asked = await upsert(ADA);
    expect([asked.status, asked.body, asked.headers.get("retry-after")]).toEqual([429, "slow down", "7"]);
    const { upsert: other } = await withFault({ kind: "status", status: 502 });
    const usual = await other(ADA);
    expect([usual.headers.get("content-type"), usual.body]).toEqual([
      "text/html",
      expect.stringContaining("502 Bad Gateway"),
    ]);
  });

  test.each([
    ["reset", false],
    ["timeout", false],
    ["reset-after-accept", true],
    ["timeout-after-accept", true],
  ])("%s breaks the connection off; was it done: %s", async (kind, isDone) => {
    const { upsert, state, settled } = await withFault({
      kind,
      ...(kind.startsWith("timeout") && { afterMs: 20 }),
    });
    await expect(upsert(ADA)).rejects.toThrow("fetch failed");
    expect((await state()).jobs).toHaveLength(isDone ? 1 : 0);
    expect((await state()).calls[0]).toMatchObject({ endpoint: UPSERT, status: 0 });
    expect((await settled(await upsert(ADA))).results).toEqual({
      requested_count: 1,
      ...(isDone ? { updated_count: 1 } : { created_count: 1 }),
    });
  });

  test("answers later than usual, and in full", async () => {
    const { upsert, state } = await withFault({ kind: "slow", byMs: 50 });
    expect((await upsert(ADA)).status).toBe(202);
    expect((await state()).calls[0]?.durationMs).toBeGreaterThanOrEqual(49);
  });

  test("is refused when it makes no sense, and forgotten when asked", async () => {
    const { call, upsert } = await withFault({ kind: "status", status: 503 });
    const refused = await call("POST", "/_simulator/faults", {
      endpoint: UPSERT,
      fault: { kind: "explosion" },
    });
    expect([refused.status, refused.body.errors[0].field]).toEqual([400, "fault.kind"]);
    expect((await call("DELETE", "/_simulator/faults")).status).toBe(204);
    expect((await upsert(ADA)).status).toBe(202);
  });
});
