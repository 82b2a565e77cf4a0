import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { virtualClock } from "../../testing/virtual-clock.ts";
import type { HttpResponse } from "../transport.ts";
import { createPacer } from "./pacer.ts";

const START_MS = 1_790_000_000_000;
const ENDPOINT = "PUT /v3/marketing/contacts";
const answer = (status: number, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: new Headers(headers),
  text: "",
});
const limitHeaders = (limit: number, remaining: number, reset: number | string) => ({
  "x-ratelimit-limit": String(limit),
  "x-ratelimit-remaining": String(remaining),
  "x-ratelimit-reset": String(reset),
});

function setUp() {
  const clock = virtualClock(START_MS);
  const pacer = createPacer({ clock });
  const startedAfterMs: number[] = [];
  const call = (response: HttpResponse, endpoint = ENDPOINT, signal?: AbortSignal) =>
    pacer.pace(
      endpoint,
      async () => {
        startedAfterMs.push(clock.now() - START_MS);
        return response;
      },
      signal,
    );
  return { clock, pacer, call, startedAfterMs };
}

describe("createPacer", () => {
  test.each([
    ["seconds", "20"],
    ["an instant", String(START_MS / 1_000 + 20)],
  ])("waits for the next window when nothing remains: reset in %s", async (_, reset) => {
    const { clock, call, startedAfterMs } = setUp();
    await call(answer(202, limitHeaders(1, 0, reset)));
    void call(answer(202));
    await clock.run();
    expect(startedAfterMs).toEqual([0, 20_000]);
  });

  test.each([
    ["Retry-After in seconds", { "retry-after": "7", "x-ratelimit-reset": "20" }, 7_000],
    ["Retry-After as a date", { "retry-after": new Date(START_MS + 9_000).toUTCString() }, 9_000],
    ["the reset", { "x-ratelimit-reset": "20" }, 20_000],
    ["nothing", {}, 1_000],
    ["a time that has passed", { "x-ratelimit-reset": "1392815263" }, 1_000],
    ["a time years ahead", { "x-ratelimit-reset": "2790000000" }, 3_600_000],
  ])("a 429 keeps everybody away as long as it says: %s", async (_, headers, waitMs) => {
    const { clock, call, startedAfterMs } = setUp();
    await call(answer(429, headers));
    void call(answer(202));
    await clock.run();
    expect(startedAfterMs).toEqual([0, waitMs]);
  });

  test("an instant is read against the answer's own date where our clock is wrong", async () => {
    const { clock, call, startedAfterMs } = setUp();
    const theirs = START_MS - 1_800_000;
    const headers = { ...limitHeaders(1, 0, theirs / 1_000 + 20), date: new Date(theirs).toUTCString() };
    await call(answer(202, headers));
    void call(answer(202));
    await clock.run();
    expect(startedAfterMs).toEqual([0, 20_000]);
  });

  test("waits longer each time for a 429 that says nothing", async () => {
    const { clock, call, startedAfterMs } = setUp();
    for (let calls = 0; calls < 4; calls++) {
      void call(answer(429));
      await clock.run();
    }
    expect(startedAfterMs).toEqual([0, 1_000, 3_000, 7_000]);
  });

  test("one endpoint's limit is no other's", async () => {
    const { call, startedAfterMs } = setUp();
    await call(answer(429, { "retry-after": "60" }));
    await call(answer(200), "GET /v3/marketing/lists");
    expect(startedAfterMs).toEqual([0, 0]);
  });

  test("ends at once, without the call, when it is cancelled in the middle of a wait", async () => {
    const { clock, call, startedAfterMs } = setUp();
    const cancel = new AbortController();
    await call(answer(429, { "retry-after": "60" }));
    const waiting = call(answer(202), ENDPOINT, cancel.signal);
    await clock.run(START_MS + 1_000);
    cancel.abort();
    expect(await waiting).toBeNull();
    expect(clock.now()).toBeLessThanOrEqual(START_MS + 1_000);
    expect(startedAfterMs).toEqual([0]);
  });

  test("a call that breaks keeps nobody waiting", async () => {
    const { clock, pacer, call, startedAfterMs } = setUp();
    const broken = pacer.pace(ENDPOINT, async () => {
      await clock.wait(5_000);
      throw new Error("ECONNRESET");
    });
    void call(answer(202));
    const [outcome] = await Promise.all([broken.catch((error: Error) => error.message), clock.run()]);
    expect(outcome).toBe("ECONNRESET");
    expect(startedAfterMs).toEqual([5_000]);
  });

  test("whoever calls, and whenever: never more in a window than SendGrid allows, and all are served", async () => {
    const anyCaller = fc.record({
      afterMs: fc.nat(90_000),
      wayThereMs: fc.nat(900),
      wayBackMs: fc.nat(3_000),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCaller, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        async (callers, limit, isEpoch) => {
          const clock = virtualClock(START_MS);
          const pacer = createPacer({ clock });
          const counted = new Map<number, number>();
          const served: (number | undefined)[] = [];

          for (const { afterMs, wayThereMs, wayBackMs } of callers) {
            const call = async () => {
              await clock.wait(wayThereMs);
              const window = Math.floor(clock.now() / 60_000);
              const used = (counted.get(window) ?? 0) + 1;
              counted.set(window, used);
              const endS = (window + 1) * 60;
              const reset = isEpoch ? endS : Math.ceil(endS - clock.now() / 1_000);
              const remaining = Math.max(0, limit - used);
              const status = used > limit ? 429 : 202;
              await clock.wait(wayBackMs);
              return answer(status, limitHeaders(limit, remaining, reset));
            };
            const arrive = async () => {
              await clock.wait(afterMs);
              served.push((await pacer.pace(ENDPOINT, call))?.status);
            };
            void arrive();
          }
          await clock.run();

          expect(Math.max(...counted.values())).toBeLessThanOrEqual(limit);
          expect(served).toEqual(callers.map(() => 202));
        },
      ),
      { numRuns: 200 },
    );
  });
});
