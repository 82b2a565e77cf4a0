import { describe, expect, test } from "vitest";
import { aBatch, anUpload, outcomeIds } from "../testing/an-upload.ts";
import { fakeSendGrid } from "../testing/fake-send-grid.ts";
import { aReadyRow, type FakeAnswer } from "../testing/index.ts";
import { uploadBatch } from "./upload-batch.ts";

describe("uploadBatch, trying again", () => {
  const afterwards = (first: FakeAnswer) => {
    const { upsert } = fakeSendGrid();
    return anUpload((request, count) => (count === 1 ? first : upsert(request)));
  };
  const epochIn20s = String(1_790_000_000 + 20);

  test.each<[string, Record<string, string>, number]>([
    ["seconds in Retry-After", { "retry-after": "7", "x-ratelimit-reset": "20" }, 7_000],
    ["a date in Retry-After", { "retry-after": new Date(1_790_000_009_000).toUTCString() }, 9_000],
    ["seconds in X-RateLimit-Reset", { "x-ratelimit-reset": "20" }, 20_000],
    ["an instant in X-RateLimit-Reset", { "x-ratelimit-reset": epochIn20s }, 20_000],
    ["an instant that has passed", { "x-ratelimit-reset": "1392815263" }, 0],
  ])("waits as long as a 429 asks: %s", async (_, headers, waitMs) => {
    const { clock, options } = afterwards({ status: 429, headers });
    const outcome = await uploadBatch(aBatch(aReadyRow("ada")), options);
    expect(outcome.ok).toBe(true);
    expect(clock.waits).toEqual([waitMs + 500]);
  });

  test("backs off where a 429 says nothing", async () => {
    const { clock, options } = afterwards({ status: 429 });
    expect((await uploadBatch(aBatch(aReadyRow("ada")), options)).ok).toBe(true);
    expect(clock.waits).toEqual([500]);
  });

  test("tells of each wait before it begins", async () => {
    const { options } = afterwards({ status: 503, body: "<html>" });
    const told: unknown[] = [];
    const onRetry = (failure: unknown, nextTryAtMs: number) => told.push([failure, nextTryAtMs]);
    await uploadBatch(aBatch(aReadyRow("ada")), { ...options, onRetry });
    expect(told).toEqual([
      [{ code: "unavailable", status: 503, cause: "SendGrid answered 503" }, 1_790_000_000_500],
    ]);
  });

  test("gives up when its time is over, after a last try at that very moment", async () => {
    const triedAt: number[] = [];
    const { clock, options } = anUpload(() => {
      triedAt.push(clock.now() - 1_790_000_000_000);
      return { status: 503 };
    });
    const outcome = await uploadBatch(aBatch(aReadyRow("ada")), { ...options, giveUpAfterMs: 8_000 });
    expect(outcome).toMatchObject({ ok: false, failure: { reason: { code: "unavailable", status: 503 } } });
    expect(triedAt).toEqual([0, 500, 1_500, 3_500, 7_500, 8_000]);
  });

  test("ends at once when it is cancelled in the middle of a wait, and keeps what was done", async () => {
    const { upsert } = fakeSendGrid({ isBad: (email) => email.startsWith("cid"), blame: "none" });
    const cancel = new AbortController();
    const { clock, transport, options } = anUpload((request, count) => {
      if (count < 3) return upsert(request); // refused whole, then ada and bob alone
      return { status: 429, headers: { "x-ratelimit-reset": "60" } };
    });
    const wait = async (milliseconds: number) => {
      clock.waits.push(milliseconds);
      cancel.abort();
    };
    const batch = aBatch(aReadyRow("ada"), aReadyRow("bob"), aReadyRow("cid"), aReadyRow("dee"));
    const outcome = await uploadBatch(batch, {
      ...options,
      clock: { ...clock, wait },
      signal: cancel.signal,
    });

    expect(outcome.ok ? null : outcome.failure.reason).toEqual({ code: "canceled" });
    expect(outcome.ok ? null : outcomeIds(outcome.failure.soFar)).toEqual({
      accepted: [["job-1", "ada", "bob"]],
      rejected: [],
    });
    expect(transport.requests).toHaveLength(3);
  });

  test("asks nothing more of SendGrid once it is cancelled", async () => {
    const { transport, options } = anUpload(fakeSendGrid().upsert);
    const outcome = await uploadBatch(aBatch(aReadyRow("ada")), { ...options, signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ ok: false, failure: { reason: { code: "canceled" } } });
    expect(transport.requests).toEqual([]);
  });
});
