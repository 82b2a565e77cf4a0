import { mirrorList, ok } from "@keruen/core";
import { startSimulator } from "@keruen/sendgrid-simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { calm, strike } from "../fault-schedules/bad-day.ts";
import { deliveryRecords } from "../fault-schedules/delivery-records.ts";
import { type Account, membersOf } from "../fault-schedules/simulator-control.ts";
import { anAccountWithAList } from "./an-account-with-a-list.ts";

let account: Account;
let close: () => Promise<void>;

beforeAll(async () => {
  const simulator = await startSimulator();
  account = { url: simulator.url, key: simulator.keys.GOOD };
  close = simulator.close;
});
afterAll(() => close());

const MAX_ROUNDS = 20;
const everybody = Array.from(
  { length: 5_000 },
  (_, index) => `p${String(index).padStart(5, "0")}@example.com`,
);
const delivered = everybody.filter((_, index) => index % 10 !== 0);
const current = everybody.filter((_, index) => index % 3 === 0);
const claimed = everybody.filter((_, index) => index % 5 === 0);
const leaving = new Set(delivered.filter((one) => !current.includes(one) && !claimed.includes(one)));

test.each([1, 2, 3])(
  "on bad day %i exactly those leave the list who are to, and all stay in the account",
  { timeout: 60_000 },
  async (seed) => {
    const { listId, options } = await anAccountWithAList(account, everybody, seed);
    const kept = deliveryRecords();
    for (const email of delivered) kept.delivered({ email, json: "{}" });
    await strike(account, seed);
    for (let round = 1; !(await mirrorList(listId, kept.forRun(current, claimed), options)).ok; round++)
      if (round === MAX_ROUNDS) throw new Error("It did not end");
    const strikes = await calm(account);

    const left: string[] = [];
    for await (const { email } of membersOf(account, listId)) left.push(email);
    expect(left.toSorted()).toEqual(everybody.filter((one) => !leaving.has(one)));
    expect([...kept.rows.keys()].filter((one) => leaving.has(one))).toEqual([]);
    expect(await options.client.contactCounts()).toMatchObject(ok({ contacts: everybody.length }));
    expect(strikes).toBeGreaterThan(3);
  },
);
