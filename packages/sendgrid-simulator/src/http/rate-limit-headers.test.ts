import { describe, expect, test } from "vitest";
import type { Settings } from "../settings.ts";
import { type Answer, aSimulator } from "../testing/a-simulator.ts";

const LISTS = "/v3/marketing/lists";
/** Twenty seconds and a half before the minute, and so before the window's end. */
const NOW = Date.UTC(2026, 10, 24, 8, 0, 39, 500);
const MINUTE = Date.UTC(2026, 10, 24, 8, 1);

const NAMES = ["limit", "remaining", "reset"].map((name) => `x-ratelimit-${name}`);
const told = ({ headers }: Answer) =>
  Object.fromEntries(
    [...NAMES, "retry-after", "x-envoy-ratelimited"].flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );

/** The answers to the last call that is allowed and to the first that is not. */
async function atTheLimit(settings: Partial<Settings>) {
  const rateLimits = { windowMs: 60_000, contacts: 1, others: 1 };
  const { call } = await aSimulator({ clock: () => NOW, settings: { rateLimits, ...settings } });
  const answers = [await call("GET", LISTS), await call("GET", LISTS)] as const;
  expect(answers.map(({ status }) => status)).toEqual([200, 429]);
  return answers.map(told);
}

describe("what an answer says of the rate limit", () => {
  test("is the seconds that are left, and on a 429 that a proxy counted", async () => {
    const headers = { "x-ratelimit-limit": "1", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "21" };
    expect(await atTheLimit({})).toEqual([headers, { ...headers, "x-envoy-ratelimited": "true" }]);
  });

  test("is a point in time where that is set", async () => {
    const [allowed, refused] = await atTheLimit({ rateLimitReset: "epoch" });
    const reset = String(MINUTE / 1_000);
    expect([allowed?.["x-ratelimit-reset"], refused?.["x-ratelimit-reset"]]).toEqual([reset, reset]);
  });

  test("is nothing where that is set, and then nothing on a 429 either", async () => {
    expect(await atTheLimit({ rateLimitHeaders: false })).toEqual([{}, { "x-envoy-ratelimited": "true" }]);
  });

  test.each([
    ["seconds", "21"],
    ["date", new Date(MINUTE).toUTCString()],
  ] as const)("is on a 429 a retry-after in %s where that is set", async (retryAfter, value) => {
    const [allowed, refused] = await atTheLimit({ retryAfter, rateLimitHeaders: false });
    expect([allowed, refused]).toEqual([{}, { "retry-after": value, "x-envoy-ratelimited": "true" }]);
  });
});

describe("the account's clock", () => {
  test("is ahead or behind by what is set, in the date of an answer, in a reset and in what is stored", async () => {
    const { call, upsert, settled, contact } = await aSimulator({
      clock: () => NOW,
      settings: { clockSkewMs: 3_600_000, rateLimitReset: "epoch" },
    });
    await settled(await upsert([{ email: "ada@example.com" }]));
    expect((await contact("ada@example.com"))?.created_at).toBe("2026-11-24T09:00:39Z");
    const { headers } = await call("GET", LISTS);
    expect(headers.get("date")).toBe("Tue, 24 Nov 2026 09:00:39 GMT");
    expect(headers.get("x-ratelimit-reset")).toBe(String((MINUTE + 3_600_000) / 1_000));

    await call("PUT", "/_simulator/settings", { clockSkewMs: -60_000 });
    expect((await call("GET", LISTS)).headers.get("date")).toBe("Tue, 24 Nov 2026 07:59:39 GMT");
  });
});
