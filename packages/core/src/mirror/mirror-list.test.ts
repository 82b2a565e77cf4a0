import { describe, expect, test } from "vitest";
import { fail, ok } from "../result.ts";
import { fakeListAccount } from "../testing/fake-list-account.ts";
import { fakeClock } from "../testing/index.ts";
import { type DeliveryRecords, type Leaver, mirrorList, type WhyOff } from "./mirror-list.ts";

const CONTACTS = 1_000;
const address = (index: number) => `p${String(index).padStart(4, "0")}@example.com`;
const contactId = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
const everybody = Array.from({ length: CONTACTS }, (_, index) => index);

/** This export put all but every tenth there; it keeps every third; another claims every fifth. */
const delivered = everybody.filter((index) => index % 10 !== 0);
const leaving = delivered.filter((index) => index % 3 !== 0 && index % 5 !== 0).map(address);
const isLeaving = new Set(leaving);
const staying = everybody.map(address).filter((one) => !leaving.includes(one));

class Killed extends Error {}

function setUp() {
  const clock = fakeClock();
  const account = fakeListAccount(
    clock,
    everybody.map((index) => ({ email: address(index), contactId: contactId(index) })),
  );
  const rows = new Map<string, Leaver>(
    delivered.map((index) => [address(index), { address: address(index), contactId: null }]),
  );
  const forgotten = new Map<string, WhyOff>();
  const records: DeliveryRecords = {
    async *leavers() {
      yield* [...rows.values()].filter((row) => isLeaving.has(row.address));
    },
    async unlearnContactIds() {
      for (const [key, row] of rows) rows.set(key, { ...row, contactId: null });
    },
    async learnContactIds(members) {
      for (const { email, contactId: id } of members)
        if (rows.has(email)) rows.set(email, { address: email, contactId: id });
    },
    async forget(addresses, why) {
      const early = addresses.filter((one) => account.has(one));
      expect(early).toEqual([]); // the marker is behind what SendGrid has done, never ahead
      for (const one of addresses) rows.delete(one);
      for (const one of addresses) forgotten.set(one, why);
    },
  };
  const options = {
    client: account.client,
    clock,
    random: () => 0.5,
    giveUpAfterMs: 120_000,
    groupsAtOnce: 2,
  };
  return { account, rows, records, forgotten, options };
}

type Methods = Readonly<Record<string, (...given: never[]) => unknown>>;

/** A process that dies at its step number `killAt`, before or after the step took effect; nothing works after. */
function dyingAt(killAt: number) {
  let steps = 0;
  const die = () => {
    throw new Killed();
  };
  const mortal = <Port extends object>(port: Port): Port => {
    const wrapped = Object.entries(port as Methods).map(([name, method]) => [
      name,
      (...given: never[]) => {
        if (++steps >= killAt) die();
        const outcome = method(...given);
        if (!(outcome instanceof Promise)) return outcome;
        return outcome.finally(() => {
          if (++steps >= killAt) die();
        });
      },
    ]);
    return Object.fromEntries(wrapped) as Port;
  };
  return { mortal, steps: () => steps };
}

describe("mirrorList", () => {
  test("removes the leavers and nobody else, and forgets them", async () => {
    const { account, rows, records, options } = setUp();
    expect(await mirrorList("l1", records, options)).toEqual(ok({ removed: leaving.length, gone: 0 }));
    expect(account.addresses()).toEqual(staying);
    expect([...rows.keys()].filter((one) => leaving.includes(one))).toEqual([]);
    expect(account.jobs.length).toBe(Math.ceil(leaving.length / 207));
  });

  test("asks nothing of SendGrid where nobody leaves", async () => {
    const { records, options } = setUp();
    const client = new Proxy(options.client, {
      get: () => () => {
        throw new Error("asked");
      },
    });
    const leavers = async function* () {};
    expect(await mirrorList("l1", { ...records, leavers }, { ...options, client })).toEqual(
      ok({ removed: 0, gone: 0 }),
    );
  });

  test("whoever somebody else took off the list already is forgotten, and no removal is asked for", async () => {
    const { account, rows, records, options } = setUp();
    await mirrorList("l1", records, options);
    const jobs = account.jobs.length;
    for (const one of leaving) rows.set(one, { address: one, contactId: "from-before" });
    expect(await mirrorList("l1", records, options)).toEqual(ok({ removed: 0, gone: leaving.length }));
    expect(account.jobs.length).toBe(jobs);
  });

  test("tells apart whom SendGrid removed and whose contact was deleted meanwhile", async () => {
    const { account, forgotten, records, options } = setUp();
    const deleted = leaving.slice(0, 3);
    const removeFromList: typeof account.client.removeFromList = async (listId, ids) => {
      for (const one of deleted) account.known.delete(contactId(Number(one.slice(1, 5))));
      return await account.client.removeFromList(listId, ids);
    };
    const client = { ...account.client, removeFromList };
    expect(await mirrorList("l1", records, { ...options, client })).toEqual(
      ok({ removed: leaving.length - deleted.length, gone: deleted.length }),
    );
    const gone = [...forgotten].filter(([, why]) => why === "gone").map(([one]) => one);
    expect(gone.toSorted()).toEqual(deleted);
  });

  test("forgets nobody of a group whose removal failed, and says why", async () => {
    const { account, rows, records, options } = setUp();
    const client = { ...account.client, removeFromList: async () => fail({ code: "forbidden" } as const) };
    const outcome = await mirrorList("l1", records, { ...options, client: client as never });
    expect(outcome).toEqual(fail({ code: "forbidden" }));
    expect(rows.size).toBe(delivered.length);
  });

  test("killed at any step and begun again, ends with the list and the records right", async () => {
    let kills = 0;
    for (let killAt = 1; ; killAt++) {
      const { account, rows, records, options } = setUp();
      const { mortal } = dyingAt(killAt);
      const walk = mirrorList("l1", mortal(records), { ...options, client: mortal(account.client) });
      const wasKilled = await walk.then(
        () => false,
        (error: unknown) => {
          if (!(error instanceof Killed)) throw error;
          return true;
        },
      );
      if (!wasKilled) break;
      kills++;
      expect((await mirrorList("l1", records, options)).ok).toBe(true);
      expect(account.addresses()).toEqual(staying);
      expect([...rows.keys()].filter((one) => leaving.includes(one))).toEqual([]);
    }
    expect(kills).toBeGreaterThan(30);
  });
});
