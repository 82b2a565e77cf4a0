import { createPacer, type HttpResponse, ok } from "@keruen/core";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aDatabase } from "../../testing/test-database.ts";
import { systemClock } from "../clock/system-clock.ts";
import { createLogger } from "../logging/logger.ts";
import { PostgresPubSub } from "../pubsub/postgres-pub-sub.ts";
import { PostgresPacing } from "./postgres-pacing.ts";

const WINDOW_MS = 1_000;

let database: Awaited<ReturnType<typeof aDatabase>>;
let processes: readonly Awaited<ReturnType<typeof aProcess>>[] = [];
beforeAll(async () => {
  database = await aDatabase();
  processes = await Promise.all([1, 2, 3].map(() => aProcess()));
});
afterAll(async () => {
  for (const { stop } of processes) await stop();
  await database.drop();
});

/** What a process has of its own: connections, and what it hears. */
async function aProcess() {
  const dataSource = await new DataSource({ type: "postgres", url: database.url }).initialize();
  const pubSub = new PostgresPubSub(database.url, createLogger("silent"));
  const pacing = new PostgresPacing(dataSource, pubSub);
  await pubSub.start();
  return {
    pacerOf: (apiKey: string) => createPacer({ clock: systemClock, store: pacing.of(apiKey) }),
    stop: async () => {
      await pubSub.stop();
      await dataSource.destroy();
    },
  };
}

/** Counts calls as SendGrid does, in windows of its own clock, and says how many are left, to the second. */
function aLimit(limit: number) {
  const counts = new Map<number, number>();
  const answer = async () => {
    const window = Math.floor(Date.now() / WINDOW_MS);
    const used = (counts.get(window) ?? 0) + 1;
    counts.set(window, used);
    const headers = new Headers({
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(Math.max(0, limit - used)),
      "x-ratelimit-reset": String(Math.ceil(((window + 1) * WINDOW_MS - Date.now()) / 1_000)),
    });
    return ok<HttpResponse>({ status: used > limit ? 429 : 202, headers, text: "" });
  };
  return { answer, mostInAWindow: () => Math.max(...counts.values()) };
}

describe("PostgresPacing", () => {
  test("three processes with one key keep within its limit together, and everybody is served", async () => {
    const { answer, mostInAWindow } = aLimit(5);
    const calls = Array.from({ length: 30 }, (_, number) =>
      processes[number % 3]!.pacerOf("GLOBAL shared").pace("PUT /v3/marketing/contacts", answer),
    );
    const outcomes = await Promise.all(calls);
    expect(outcomes.map((outcome) => outcome?.ok && outcome.value.status)).toEqual(Array(30).fill(202));
    expect(mostInAWindow()).toBeLessThanOrEqual(5);
  });

  test("another key, and another endpoint, have a window of their own", async () => {
    const { answer } = aLimit(1);
    const [here] = processes;
    await here!.pacerOf("GLOBAL one").pace("PUT /v3/marketing/contacts", answer);
    const begunAt = performance.now();
    const free = aLimit(1);
    await here!.pacerOf("GLOBAL two").pace("PUT /v3/marketing/contacts", free.answer);
    await here!.pacerOf("GLOBAL one").pace("GET /v3/marketing/lists", aLimit(1).answer);
    expect(performance.now() - begunAt).toBeLessThan(WINDOW_MS);
  });

  test("who waits for another process's answer goes on as soon as it is there", async () => {
    const [here, there] = processes;
    const { promise: letGo, resolve } = Promise.withResolvers<void>();
    const { answer } = aLimit(9);
    const { promise: isCalling, resolve: begin } = Promise.withResolvers<void>();
    const findingOut = here!.pacerOf("GLOBAL slow").pace("GET /v3/scopes", async () => {
      begin();
      await letGo;
      return await answer();
    });
    await isCalling;
    let isServed = false;
    const waiting = there!
      .pacerOf("GLOBAL slow")
      .pace("GET /v3/scopes", answer)
      .then(() => {
        isServed = true;
        return performance.now();
      });
    await there!.pacerOf("GLOBAL slow").pace("GET /v3/marketing/lists", answer);
    expect(isServed).toBe(false);
    const letGoAt = performance.now();
    resolve();
    await findingOut;
    expect((await waiting) - letGoAt).toBeLessThan(2_000); // its lease would have held for ten times as long
  });
});
