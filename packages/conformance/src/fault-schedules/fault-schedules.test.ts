import { startSimulator } from "@keruen/sendgrid-simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runSchedule } from "./run-schedule.ts";
import type { Account } from "./simulator-control.ts";

let account: Account;
let close: () => Promise<void>;

beforeAll(async () => {
  const simulator = await startSimulator();
  account = { url: simulator.url, key: simulator.keys.GOOD };
  close = simulator.close;
});
afterAll(() => close());

test.each([1, 2, 3, 4, 5])(
  "on bad day %i every person of three runs has one outcome, and the list is exactly right after each",
  { timeout: 180_000 },
  async (seed) => {
    const { mistakes, strikes, removed, killed } = await runSchedule(seed, 20_000, account);
    expect(mistakes).toEqual([]);
    expect(removed).toBeGreaterThan(2_000);
    expect(strikes).toBeGreaterThan(20);
    expect(killed).toBeGreaterThan(0);
  },
);
