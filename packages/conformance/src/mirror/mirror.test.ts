import {
  type DeliveryRecords,
  type Leaver,
  type ListMember,
  mirrorList,
  ok,
  type SendGridClient,
} from "@keruen/core";
import { startSimulator } from "@keruen/sendgrid-simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KINDS } from "../fault-schedules/run-schedule.ts";
import { type Account, control } from "../fault-schedules/simulator-control.ts";
import { anAccountWithAList, membersOf } from "./an-account-with-a-list.ts";

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

/** Records of deliveries in memory. */
function records(): DeliveryRecords & { readonly rows: ReadonlyMap<string, Leaver> } {
  const rows = new Map<string, Leaver>(delivered.map((address) => [address, { address, contactId: null }]));
  return {
    rows,
    async *leavers() {
      for (const address of leaving) {
        const row = rows.get(address);
        if (row) yield row;
      }
    },
    async unlearnContactIds() {
      for (const address of rows.keys()) rows.set(address, { address, contactId: null });
    },
    async learnContactIds(members) {
      for (const { email, contactId } of members)
        if (rows.has(email)) rows.set(email, { address: email, contactId });
    },
    async forget(addresses) {
      for (const address of addresses) rows.delete(address);
    },
  };
}

/** Removal is what faults strike here: the list is read through the control plane. */
function withExports(client: SendGridClient, listId: string) {
  return {
    ...client,
    startExport: async () => ok({ exportId: "e" }),
    export: async () =>
      ok({ status: "ready", urls: ["1"], contactCount: null, expiresAtMs: null, message: null } as const),
    downloadExport: async (_url: string, take: (members: readonly ListMember[]) => Promise<void>) => {
      const members = await membersOf(account, listId);
      await take(members);
      return ok({ members: members.length });
    },
  };
}

test.each([1, 2, 3])(
  "on bad day %i exactly those leave the list who are to, and all stay in the account",
  { timeout: 60_000 },
  async (seed) => {
    const { listId, options } = await anAccountWithAList(account, everybody);
    const client = withExports(options.client, listId);
    await control(account, "POST", "/faults/plan", {
      ...{ seed, share: 0.3, kinds: KINDS },
      ...{ waitSeconds: 0, timeoutMs: 20, slowMs: 20 },
    });
    const kept = records();
    for (let round = 1; !(await mirrorList(listId, kept, { ...options, client })).ok; round++)
      if (round === MAX_ROUNDS) throw new Error("It did not end");
    const plan = (await control(account, "GET", "/faults/plan")) as { strikes: Record<string, number> };
    await control(account, "DELETE", "/faults");

    const left = (await membersOf(account, listId)).map(({ email }) => email);
    expect(left.toSorted()).toEqual(everybody.filter((one) => !leaving.has(one)));
    expect([...kept.rows.keys()].filter((one) => leaving.has(one))).toEqual([]);
    expect(await options.client.contactCounts()).toMatchObject(ok({ contacts: everybody.length }));
    expect(Object.values(plan.strikes).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3);
  },
);
