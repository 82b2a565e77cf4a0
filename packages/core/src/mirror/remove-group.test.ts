import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fail, ok } from "../result.ts";
import { fakeListAccount } from "../testing/fake-list-account.ts";
import { fakeClock } from "../testing/index.ts";
import { type RemovalOptions, removeGroup } from "./remove-group.ts";

function setUp(count: number) {
  const clock = fakeClock();
  const contactIds = Array.from({ length: count }, (_, index) => `c${index}`);
  const account = fakeListAccount(
    clock,
    contactIds.map((contactId) => ({ email: `${contactId}@example.com`, contactId })),
  );
  const options = { client: account.client, clock, random: () => 0.5, giveUpAfterMs: 120_000 };
  return { account, contactIds, options };
}

describe("removeGroup", () => {
  test("is done only when SendGrid's job is", async () => {
    const { account, contactIds, options } = setUp(3);
    expect(await removeGroup("l1", contactIds, options)).toEqual(ok({ removed: contactIds, gone: [] }));
    expect(account.addresses()).toEqual([]);
    expect(options.clock.now()).toBeGreaterThanOrEqual(30_000);
  });

  test("halves a group with unknown ids until they are found: the others are removed, they count as gone", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(30), { maxLength: 6 }), async (unknown) => {
        const { account, contactIds, options } = setUp(31);
        for (const index of unknown) account.known.delete(`c${index}`);
        const outcome = await removeGroup("l1", contactIds, options);
        const isGone = (id: string) => !account.known.has(id);
        expect(outcome).toEqual(
          ok({ removed: contactIds.filter((id) => !isGone(id)), gone: contactIds.filter(isGone) }),
        );
        expect(account.addresses()).toHaveLength(unknown.length);
      }),
    );
  });

  test("halves a group whose address is too long", async () => {
    const { account, contactIds, options } = setUp(8);
    const { removeFromList } = account.client;
    const client: RemovalOptions["client"] = {
      ...account.client,
      removeFromList: async (listId, ids) =>
        ids.length > 3 ? fail({ code: "too-large" }) : await removeFromList(listId, ids),
    };
    expect(await removeGroup("l1", contactIds, { ...options, client })).toEqual(
      ok({ removed: contactIds, gone: [] }),
    );
    expect(account.jobs.map(({ contactIds: ids }) => ids.length)).toEqual([2, 2, 2, 2]);
  });

  test("where the list itself is gone nobody is asked after one by one", async () => {
    const { account, contactIds, options } = setUp(100);
    let asked = 0;
    const client: RemovalOptions["client"] = {
      ...account.client,
      removeFromList: async () => {
        asked++;
        return fail({ code: "not-found" });
      },
      list: async () => fail({ code: "not-found" }),
    };
    expect(await removeGroup("l1", contactIds, { ...options, client })).toEqual(fail({ code: "not-found" }));
    expect(asked).toBe(1);
  });

  test.each(["errored", "failed"] as const)("a job that %s has not removed everybody", async (status) => {
    const { account, contactIds, options } = setUp(2);
    const counts = { requestedCount: null, createdCount: null, updatedCount: null, erroredCount: null };
    const client = { ...account.client, job: async () => ok({ ...counts, status, errorsUrl: null }) };
    expect(await removeGroup("l1", contactIds, { ...options, client })).toEqual(
      fail({ code: "removal-failed", status }),
    );
  });

  test("asks again where SendGrid has lost the job", async () => {
    const { account, contactIds, options } = setUp(2);
    const job: typeof account.client.job = async (id) =>
      id === "0" ? fail({ code: "not-found" }) : await account.client.job(id);
    const client = { ...account.client, job };
    expect(await removeGroup("l1", contactIds, { ...options, client })).toEqual(
      ok({ removed: contactIds, gone: [] }),
    );
    expect(account.jobs).toHaveLength(2);
  });

  test("a job that is lost every time is not a list that is gone", async () => {
    const { account, contactIds, options } = setUp(2);
    const client = { ...account.client, job: async () => fail({ code: "not-found" } as const) };
    expect(await removeGroup("l1", contactIds, { ...options, client })).toEqual(
      fail({ code: "removal-failed", status: "lost" }),
    );
    expect(account.jobs).toHaveLength(3);
  });
});
