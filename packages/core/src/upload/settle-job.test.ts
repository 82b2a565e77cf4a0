import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { HttpRequest } from "../sendgrid/transport.ts";
import { type FakeAnswer, fakeClock, fakeTransport } from "../testing/index.ts";
import { settleJob, settleJobs } from "./settle-job.ts";

function setUp(answer: (request: HttpRequest, count: number) => FakeAnswer) {
  const clock = fakeClock();
  const transport = fakeTransport(answer);
  const client = createSendGridClient({
    transport,
    baseUrl: "https://sendgrid.test",
    apiKey: () => "key",
    clock,
  });
  return { clock, transport, options: { client, clock, random: () => 0.5, giveUpAfterMs: 60_000 } };
}

const pending: FakeAnswer = {
  status: 200,
  body: {
    id: "j1",
    status: "pending",
    job_type: "upsert_contacts",
    results: { requested_count: 2, created_count: 2 },
  },
};
const completed: FakeAnswer = {
  status: 200,
  body: { status: "completed", results: { requested_count: 2, created_count: 1, updated_count: 1 } },
};
describe("settleJob", () => {
  test("asks with growing pauses until the status says that it has ended, whatever the counts say", async () => {
    const { clock, transport, options } = setUp((_, count) => (count < 6 ? pending : completed));
    const settled = await settleJob("j 1", options);
    expect(settled).toEqual({
      ok: true,
      value: {
        status: "completed",
        requestedCount: 2,
        createdCount: 1,
        updatedCount: 1,
        erroredCount: null,
        errorsUrl: null,
      },
    });
    expect(clock.waits).toEqual([250, 400, 640, 1_024, 1_638.4]);
    expect(transport.requests[0]?.url).toBe("https://sendgrid.test/v3/marketing/contacts/imports/j%201");
  });

  test("takes a state that SendGrid's documentation does not know for no end", async () => {
    const odd: FakeAnswer = { status: 200, body: { status: "processing", results: { requested_count: 2 } } };
    const { options } = setUp((_, count) => (count < 3 ? odd : completed));
    expect(await settleJob("j1", options)).toMatchObject({ value: { status: "completed" } });
  });

  test("tries again through limits and outages", async () => {
    const faults: FakeAnswer[] = [{ status: 502 }, { status: 429, headers: { "x-ratelimit-reset": "9" } }];
    const { clock, options } = setUp((_, count) => faults[count - 1] ?? completed);
    expect((await settleJob("j1", options)).ok).toBe(true);
    expect(clock.waits).toEqual([500, 9_500]);
  });

  test("says still pending when its time is over, after a last look at that very moment", async () => {
    const { clock, transport, options } = setUp(() => pending);
    expect(await settleJob("j1", { ...options, giveUpAfterMs: 1_000 })).toEqual({
      ok: false,
      failure: { code: "still-pending" },
    });
    expect(clock.waits).toEqual([250, 400, 350]);
    expect(transport.requests).toHaveLength(4);
  });

  test("ends at once when it is cancelled", async () => {
    const cancel = new AbortController();
    const { transport, options } = setUp(() => {
      cancel.abort();
      return pending;
    });
    const settled = await settleJob("j1", { ...options, signal: cancel.signal });
    expect(settled).toEqual({ ok: false, failure: { code: "canceled" } });
    expect(transport.requests).toHaveLength(1);
  });

  test("a job that SendGrid goes on not to know is unknown, and not before", async () => {
    const { clock, options } = setUp(() => ({ status: 404 }));
    const settled = await settleJob("j1", { ...options, believeUnknownAfterMs: 5_000 });
    expect(settled).toEqual({ ok: false, failure: { code: "job-unknown" } });
    expect(clock.now()).toBeGreaterThanOrEqual(5_000);
    expect(clock.now()).toBeLessThan(10_000);
  });

  test("a job that SendGrid does not know yet is asked after again", async () => {
    const { options } = setUp((_, count) => (count <= 3 ? { status: 404 } : completed));
    expect((await settleJob("j1", options)).ok).toBe(true);
  });

  test("a job that is unknown when time is up is unknown, not pending", async () => {
    const { options } = setUp(() => ({ status: 404 }));
    const settled = await settleJob("j1", { ...options, giveUpAfterMs: 1_000 });
    expect(settled).toEqual({ ok: false, failure: { code: "job-unknown" } });
  });
});

describe("settleJobs", () => {
  /** Each job ends at its own time; null: never. */
  async function follow(endsAtMs: readonly (number | null)[], giveUpAfterMs = 60 * 60_000) {
    const { clock, transport, options } = setUp(({ url }) => {
      const endMs = endsAtMs[Number(url.split("/").at(-1))];
      return endMs != null && clock.now() >= endMs ? completed : pending;
    });
    const seen: { jobId: string; atMs: number; ok: boolean }[] = [];
    const jobs = endsAtMs.map((_, number) => ({ jobId: String(number) }));
    for await (const { job, settled } of settleJobs(jobs, { ...options, giveUpAfterMs }))
      seen.push({ jobId: job.jobId, atMs: clock.now(), ok: settled.ok });
    return { seen, asked: transport.requests.length, endedAtMs: clock.now() };
  }

  test("one that never ends holds up no other, and all of them have their time together", async () => {
    const { seen, endedAtMs } = await follow([null, 40_000, null, 50_000]);
    expect(seen.map(({ jobId, ok }) => `${jobId} ${ok}`).slice(0, 2)).toEqual(["1 true", "3 true"]);
    expect(seen.slice(2).every(({ ok }) => !ok)).toBe(true);
    expect(seen[1]!.atMs).toBeLessThan(2 * 60_000);
    expect(endedAtMs).toBe(60 * 60_000);
  });

  test("those that end in their order are hardly asked after more than once each", async () => {
    const ends = Array.from({ length: 300 }, (_, number) => 20_000 + number * 10);
    const { seen, asked } = await follow(ends);
    expect(seen.every(({ ok }) => ok)).toBe(true);
    expect(asked).toBeLessThan(330);
  });

  test("whenever they end, each is told of once: that it has ended, if it did in time", async () => {
    const ends = fc.array(fc.option(fc.integer({ min: 0, max: 200_000 })), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(ends, async (endsAtMs) => {
        const { seen } = await follow(endsAtMs, 100_000);
        expect(seen.map(({ jobId }) => Number(jobId)).toSorted((a, b) => a - b)).toEqual([
          ...endsAtMs.keys(),
        ]);
        for (const { jobId, atMs, ok } of seen) {
          const endMs = endsAtMs[Number(jobId)];
          expect(ok).toBe(endMs != null && endMs <= 100_000);
          expect(atMs).toBeLessThanOrEqual(100_000);
        }
      }),
    );
  });
});
