import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fail, ok } from "../../result.ts";
import { virtualClock } from "../../testing/virtual-clock.ts";
import type { Clock } from "../clock.ts";
import type { HttpResponse } from "../transport.ts";
import { NEW_WINDOW } from "./endpoint-window.ts";
import { createPacer } from "./pacer.ts";
import { createNewsBoard, keepInMemory, type PacingStore } from "./pacing-store.ts";

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
        return ok(response);
      },
      signal,
    );
  return { clock, pacer, call, startedAfterMs };
}

/** As a database keeps it: reading and writing take time, and a step is taken again where somebody was faster. */
function keepTogether(clock: Clock): PacingStore {
  let row = { window: NEW_WINDOW, version: 0 };
  const board = createNewsBoard();
  return {
    async take(endpoint, step, isNews) {
      for (;;) {
        await clock.wait(2);
        const read = row;
        const [window, said] = step(read.window, clock.now());
        await clock.wait(3);
        if (row.version !== read.version) continue;
        row = { window, version: read.version + 1 };
        if (isNews) board.tell(endpoint);
        return said;
      }
    },
    news: board.news,
  };
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
      return fail("ECONNRESET");
    });
    void call(answer(202));
    const [outcome] = await Promise.all([broken, clock.run()]);
    expect(outcome).toEqual(fail("ECONNRESET"));
    expect(startedAfterMs).toEqual([5_000]);
  });

  test("a process that died in the middle of finding out keeps nobody waiting for long", async () => {
    const { clock, pacer, call, startedAfterMs } = setUp();
    void pacer.pace(ENDPOINT, () => new Promise(() => undefined));
    void call(answer(202));
    await clock.run();
    expect(startedAfterMs).toEqual([20_000]);
  });

  test("what SendGrid has answered is not lost with the store", async () => {
    const clock = virtualClock(START_MS);
    const kept = keepInMemory(clock);
    let isAway = false;
    const store: PacingStore = {
      ...kept,
      take: (...step) => (isAway ? Promise.reject(new Error("away")) : kept.take(...step)),
    };
    const pacer = createPacer({ clock, store });
    const response = ok(answer(202));
    const outcome = await pacer.pace(ENDPOINT, async () => {
      isAway = true;
      return response;
    });
    expect(outcome).toBe(response);
    await expect(pacer.pace(ENDPOINT, async () => response)).rejects.toThrow("away");
  });

  test("whoever calls, and whenever: never more in a window than SendGrid allows, and all are served", async () => {
    const anyCaller = fc.record({
      afterMs: fc.nat(90_000),
      wayThereMs: fc.nat(900),
      wayBackMs: fc.nat(3_000),
      /** Of how many processes that share the windows, and whether it is killed before it knows the answer. */
      process: fc.nat(2),
      dies: fc.integer({ min: 0, max: 9 }).map((lot) => lot === 0),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCaller, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        fc.boolean(),
        async (drawn, limit, isEpoch, isMortal) => {
          const callers = drawn.map((caller) => ({ ...caller, dies: isMortal && caller.dies }));
          const clock = virtualClock(START_MS);
          const store = keepTogether(clock);
          const pacers = [0, 1, 2].map(() => createPacer({ clock, store }));
          const counted = new Map<number, number>();
          const served: (number | undefined)[] = [];

          for (const { afterMs, wayThereMs, wayBackMs, process, dies } of callers) {
            const call = async () => {
              await clock.wait(wayThereMs);
              const window = Math.floor(clock.now() / 60_000);
              const used = (counted.get(window) ?? 0) + 1;
              counted.set(window, used);
              const endS = (window + 1) * 60;
              const reset = isEpoch ? endS : Math.ceil(endS - clock.now() / 1_000);
              const remaining = Math.max(0, limit - used);
              const status = used > limit ? 429 : 202;
              if (dies) return await new Promise<never>(() => undefined);
              await clock.wait(wayBackMs);
              return ok(answer(status, limitHeaders(limit, remaining, reset)));
            };
            const arrive = async () => {
              await clock.wait(afterMs);
              const outcome = await pacers[process]?.pace(ENDPOINT, call);
              served.push(outcome?.ok ? outcome.value.status : undefined);
            };
            void arrive();
          }
          await clock.run();

          const deaths = callers.filter(({ dies }) => dies).length;
          const refusals = served.filter((status) => status === 429).length;
          expect(refusals).toBeLessThanOrEqual(deaths); // whoever dies may take what it has found out with it
          expect(served.filter((status) => status === 202)).toHaveLength(callers.length - deaths - refusals);
          if (!isMortal) expect(Math.max(...counted.values())).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 400 },
    );
  });
});
