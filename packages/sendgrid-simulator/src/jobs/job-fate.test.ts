import { describe, expect, test, vi } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

const UPSERT = "PUT /v3/marketing/contacts";
const ADA = [{ email: "ada@example.com" }];

async function withFate(kind: string) {
  const client = await aSimulator();
  const fault = { endpoint: UPSERT, fault: { kind } };
  expect((await client.call("POST", "/_simulator/faults", fault)).status).toBe(201);
  const accepted = await client.upsert(ADA, [await client.listId()]);
  expect(accepted.status).toBe(202);
  return { ...client, accepted };
}

describe("a job that comes to grief", () => {
  test("is lost: nobody knows its id and nothing is applied, while the next one is", async () => {
    const { accepted, job, upsert, settled, contact } = await withFate("lose-job");
    expect((await job(accepted.body.job_id)).status).toBe(404);
    await settled(await upsert([{ email: "bob@example.com" }]));
    expect(await contact("ada@example.com")).toBeNull();
    expect((await job(accepted.body.job_id)).status).toBe(404);
  });

  test("has no effect: it completes with full counts and nothing is applied", async () => {
    const { accepted, settled, contact, state } = await withFate("no-effect");
    expect(await settled(accepted)).toMatchObject({
      status: "completed",
      results: { requested_count: 1, created_count: 1 },
    });
    expect(await contact("ada@example.com")).toBeNull();
    expect((await state()).lists.map(({ contactCount }) => contactCount)).toEqual([0, 0, 0]);
  });

  test("is stuck: pending with complete counts, also when another is done, the contacts applied", async () => {
    const { accepted, job, contact, listId, upsert, settled } = await withFate("stuck-job");
    await settled(await upsert([{ email: "bob@example.com" }]));
    const { body } = await job(accepted.body.job_id);
    expect(body).toMatchObject({ status: "pending", results: { requested_count: 1, created_count: 1 } });
    expect(body).not.toHaveProperty("finished_at");
    expect((await contact("ada@example.com"))?.list_ids).toEqual([await listId()]);
  });

  test("vanishes: it is applied, and nobody knows its id any more", async () => {
    const { accepted, job, contact, call, upsert } = await withFate("vanish-job");
    await vi.waitUntil(async () => (await job(accepted.body.job_id)).status === 404);
    expect(await contact("ada@example.com")).not.toBeNull();

    await call("PUT", "/_simulator/settings", { jobDelayMs: 3_600_000 });
    await call("POST", "/_simulator/faults", { endpoint: UPSERT, fault: { kind: "vanish-job" } });
    const waiting = await upsert(ADA);
    expect((await job(waiting.body.job_id)).body.status).toBe("pending");
  });

  test("is asked for of the endpoint that makes such jobs, and of no other", async () => {
    const { call } = await aSimulator();
    const fault = { endpoint: "*", fault: { kind: "lose-job" } };
    const refused = await call("POST", "/_simulator/faults", fault);
    expect([refused.status, refused.body.errors[0].field]).toEqual([400, "endpoint"]);
  });

  test("comes by plan when it is named, and strikes upserts alone", async () => {
    const { call, upsert, state } = await aSimulator();
    const plan = { seed: 1, share: 1, kinds: ["lose-job"] };
    await call("POST", "/_simulator/faults/plan", plan);
    expect((await upsert(ADA)).status).toBe(202);
    expect((await call("GET", "/v3/scopes")).status).toBe(200);
    expect((await state()).jobs).toEqual([]);
    expect((await call("GET", "/_simulator/faults/plan")).body.strikes).toEqual({ "lose-job": 1 });
  });
});

describe("the order of jobs", () => {
  /** Accepts ten jobs at one moment and moves the clock; gives the order in which they were done. */
  async function orderDone(settings: object): Promise<number[]> {
    let now = Date.UTC(2026, 10, 24);
    const { upsert, job, call } = await aSimulator({
      clock: () => now,
      settings: { jobDelayMs: 10_000, rateLimits: null, ...settings },
    });
    const ids: string[] = [];
    for (let number = 0; number < 10; number += 1) ids.push((await upsert(ADA)).body.job_id);
    const done: number[] = [];
    while (done.length < ids.length) {
      now += 250;
      await call("PUT", "/_simulator/settings", {}); // wakes the engine, whose alarm goes by the system's clock
      const statuses = await Promise.all(ids.map((id) => job(id)));
      for (const [index, { body }] of statuses.entries()) {
        if (body.status === "completed" && !done.includes(index)) done.push(index);
      }
    }
    return done;
  }

  test("is that of acceptance, or by seed another one, the same each time", async () => {
    const inOrder = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(await orderDone({})).toEqual(inOrder);
    const shuffled = await orderDone({ jobOrder: "shuffled", jobOrderSeed: 7 });
    expect(shuffled).not.toEqual(inOrder);
    expect(shuffled.toSorted()).toEqual(inOrder);
    expect(await orderDone({ jobOrder: "shuffled", jobOrderSeed: 7 })).toEqual(shuffled);
    expect(await orderDone({ jobOrder: "shuffled", jobOrderSeed: 8 })).not.toEqual(shuffled);
  });
});
