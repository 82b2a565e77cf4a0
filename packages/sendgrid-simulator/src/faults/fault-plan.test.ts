import { describe, expect, test } from "vitest";
import { type Answer, aSimulator } from "../testing/a-simulator.ts";

const SCOPES = "/v3/scopes";
const LISTS = "/v3/marketing/lists";

type Client = Awaited<ReturnType<typeof aSimulator>>;

async function withPlan(plan: object): Promise<Client> {
  const client = await aSimulator({ settings: { rateLimits: null } });
  const asked = await client.call("POST", "/_simulator/faults/plan", {
    timeoutMs: 1,
    slowMs: 1,
    waitSeconds: 0,
    ...plan,
  });
  expect(asked.status).toBe(201);
  return client;
}

/** What a client can tell of an answer: its status and how it was told to wait, or that there was none. */
async function outcome(call: Promise<Answer>): Promise<string> {
  try {
    const { status, headers } = await call;
    const told = ["x-ratelimit-reset", "retry-after"].filter((name) => headers.has(name));
    return [status, ...told].join(" ");
  } catch {
    return "broken off";
  }
}

async function day({ call }: Client, path: string, length: number): Promise<string[]> {
  const outcomes: string[] = [];
  for (let number = 0; number < length; number += 1) outcomes.push(await outcome(call("GET", path)));
  return outcomes;
}

const longestRun = (outcomes: readonly string[]): number =>
  Math.max(
    ...outcomes
      .join("|")
      .split(/(?:^|\|)200(?=\||$)/)
      .map((run) => run.split("|").filter(Boolean).length),
  );

describe("a plan of faults by seed", () => {
  test("gives an endpoint the same day again, whatever other endpoints do meanwhile", async () => {
    const plan = { seed: 42, share: 0.4 };
    const alone = await day(await withPlan(plan), SCOPES, 60);
    const busy = await withPlan(plan);
    const [again] = await Promise.all([day(busy, SCOPES, 60), day(busy, LISTS, 60)]);
    expect(again).toEqual(alone);
    expect(new Set(alone).size).toBeGreaterThan(4);
  });

  test("gives another seed and another endpoint another day", async () => {
    const client = await withPlan({ seed: 42, share: 0.4 });
    const scopes = await day(client, SCOPES, 40);
    expect(await day(client, LISTS, 40)).not.toEqual(scopes);
    expect(await day(await withPlan({ seed: 43, share: 0.4 }), SCOPES, 40)).not.toEqual(scopes);
  });

  test("strikes about the share asked for, with the kinds asked for, and tells how often", async () => {
    const client = await withPlan({ seed: 7, share: 0.2, kinds: ["status-502", "rate-limited-silent"] });
    const outcomes = await day(client, SCOPES, 300);
    const struck = outcomes.filter((seen) => seen !== "200");
    expect(struck.length).toBeGreaterThan(40);
    expect(struck.length).toBeLessThan(80);
    expect(new Set(struck)).toEqual(new Set(["502", "429"]));
    const { strikes } = (await client.call("GET", "/_simulator/faults/plan")).body;
    expect(strikes).toEqual({
      "status-502": struck.filter((seen) => seen === "502").length,
      "rate-limited-silent": struck.filter((seen) => seen === "429").length,
    });
  });

  test.each([
    [1, 1],
    [undefined, 3],
  ])("with maxInARow %s strikes at most %s calls in a row", async (maxInARow, longest) => {
    const client = await withPlan({ seed: 1, share: 1, kinds: ["status-503"], maxInARow });
    expect(longestRun(await day(client, SCOPES, 30))).toBe(longest);
  });

  test("keeps to the endpoints asked for", async () => {
    const client = await withPlan({ seed: 1, share: 1, kinds: ["reset"], endpoints: [`GET ${LISTS}`] });
    expect(await day(client, SCOPES, 5)).toEqual(Array(5).fill("200"));
    expect(await day(client, LISTS, 1)).toEqual(["broken off"]);
  });

  test.each([
    ["rate-limited-delta", "x-ratelimit-reset", /^7$/],
    ["rate-limited-epoch", "x-ratelimit-reset", /^\d{10}$/],
    ["rate-limited-retry-after", "retry-after", /^7$/],
  ])("says with %s by %s when to come back", async (kind, header, value) => {
    const { call } = await withPlan({ seed: 1, share: 1, kinds: [kind], waitSeconds: 7 });
    const { status, headers } = await call("GET", SCOPES);
    expect([status, headers.get(header)]).toEqual([429, expect.stringMatching(value)]);
  });

  test("answers a 5xx with the proxy's page", async () => {
    const { call } = await withPlan({ seed: 1, share: 1, kinds: ["status-500"] });
    const { headers, body } = await call("GET", SCOPES);
    expect([headers.get("content-type"), body]).toEqual([
      "text/html",
      expect.stringContaining("500 Internal"),
    ]);
  });

  test("never does a POST behind the client's back", async () => {
    const client = await withPlan({
      seed: 1,
      share: 1,
      kinds: ["reset-after-accept", "reset"],
      maxInARow: 9,
    });
    for (let number = 0; number < 9; number += 1) {
      expect(await outcome(client.call("POST", LISTS, { name: `list ${number}` }))).toBe("broken off");
    }
    expect((await client.state()).lists).toHaveLength(3);
  });

  test("can be saved in its middle and goes on from there, as can the faults asked for by name", async () => {
    const plan = { seed: 9, share: 0.5, kinds: ["status-500", "status-503"] };
    const ask = async ({ call }: Awaited<ReturnType<typeof aSimulator>>, times: number) => {
      const statuses: number[] = [];
      for (let number = 0; number < times; number += 1)
        statuses.push((await call("GET", "/v3/scopes")).status);
      return statuses;
    };
    const [first, second] = [await aSimulator(), await aSimulator()];
    await first.call("POST", "/_simulator/faults/plan", plan);
    await ask(first, 11);
    const fault = { kind: "status", status: 418 };
    await first.call("POST", "/_simulator/faults", { endpoint: "GET /v3/scopes", skip: 3, times: 2, fault });
    for (const what of ["faults", "faults/plan"]) {
      const saved = (await first.call("GET", `/_simulator/${what}`)).body;
      const restored = await second.call("PUT", `/_simulator/${what}`, saved);
      expect([restored.status, restored.body]).toEqual([200, saved]);
    }
    const statuses = await ask(first, 30);
    expect(new Set(statuses)).toEqual(new Set([200, 418, 500, 503]));
    expect(await ask(second, 30)).toEqual(statuses);
  });

  test("lets a fault asked for by name go first, and ends when faults are forgotten", async () => {
    const client = await withPlan({ seed: 1, share: 1, kinds: ["status-503"] });
    const byName = { endpoint: `GET ${SCOPES}`, fault: { kind: "status", status: 418 } };
    await client.call("POST", "/_simulator/faults", byName);
    expect(await day(client, SCOPES, 2)).toEqual(["418", "503"]);
    await client.call("DELETE", "/_simulator/faults");
    expect(await day(client, SCOPES, 5)).toEqual(Array(5).fill("200"));
  });

  test("is refused when it makes no sense", async () => {
    const { call } = await aSimulator();
    const refused = await call("POST", "/_simulator/faults/plan", {
      seed: 1,
      share: 2,
      kinds: ["explosion"],
    });
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map(({ field }: { field: string }) => field)).toEqual(["share", "kinds.0"]);
  });
});
