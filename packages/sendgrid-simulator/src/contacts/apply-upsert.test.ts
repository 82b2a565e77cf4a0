import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

/** 24 November 2026, 08:00:00 UTC. */
const START = Date.UTC(2026, 10, 24, 8);

describe("applying an upsert", () => {
  test('merges by lower-case e-mail: what is left out stays, "" clears, custom fields come back by name', async () => {
    const { upsert, settled, contact } = await aSimulator();
    await settled(
      await upsert([
        {
          email: "Ada@Example.com",
          first_name: "Ada",
          city: "Almaty",
          custom_fields: { e1_T: "Gold", e2_N: 15.5, e3_D: "02/03/2026" },
        },
      ]),
    );
    const job = await settled(
      await upsert([
        {
          email: "ADA@example.com",
          last_name: "Lovelace",
          city: "",
          custom_fields: { e1_T: "", e2_N: "16" },
        },
      ]),
    );
    expect(job.results).toEqual({ requested_count: 1, updated_count: 1 });
    expect(await contact("ada@example.com")).toMatchObject({
      email: "ada@example.com",
      first_name: "Ada",
      last_name: "Lovelace",
      city: "",
      custom_fields: { lifetime_value: 16, last_visit: "2026-02-03T00:00:00Z" },
    });
  });

  test("lets a later row of the same request win, and clears nothing that was never there", async () => {
    const { upsert, settled, contact } = await aSimulator();
    const rows = [
      { email: "ada@example.com", first_name: "Ada", city: "" },
      { email: "ADA@example.com", first_name: "Augusta" },
    ];
    const { results } = await settled(await upsert(rows));
    expect(results).toEqual({ requested_count: 2, created_count: 1, updated_count: 1 });
    expect(await contact("ada@example.com")).toMatchObject({ first_name: "Augusta", city: "" });
  });

  test("was created when accepted, updated when applied; a row that changes nothing is no update", async () => {
    let now = START;
    const { upsert, settled, contact, call, listId } = await aSimulator({
      clock: () => now,
      settings: { jobDelayMs: 30_000 },
    });
    const apply = async (row: object, lists: string[] = []) => {
      const accepted = await upsert([row], lists);
      now += 30_000;
      await call("PUT", "/_simulator/settings", {}); // looks at the clock again
      await settled(accepted);
      return await contact("ada@example.com");
    };

    expect(await apply({ email: "ada@example.com", first_name: "Ada", city: "" })).toMatchObject({
      created_at: "2026-11-24T08:00:00Z",
      updated_at: "2026-11-24T08:00:30Z",
    });
    expect(await apply({ email: "ada@example.com", first_name: "Ada", city: "" })).toMatchObject({
      updated_at: "2026-11-24T08:00:30Z",
    });
    expect(await apply({ email: "ada@example.com" }, [await listId()])).toMatchObject({
      created_at: "2026-11-24T08:00:00Z",
      updated_at: "2026-11-24T08:01:30Z",
    });
  });

  test("counts lists and contacts once for each person, however often they come", async () => {
    const { upsert, settled, call, listId } = await aSimulator();
    const list = await listId();
    const people = Array.from({ length: 4_500 }, (_, index) => ({ email: `p${index}@example.com` }));
    await settled(await upsert(people.slice(0, 3_000), [list]));
    await settled(await upsert(people, [list]));
    const { body } = await call("GET", `/v3/marketing/lists/${list}`);
    const count = await call("GET", "/v3/marketing/contacts/count");
    expect([body.contact_count, count.body]).toMatchObject([
      4_500,
      { contact_count: 4_500, billable_count: 4_500 },
    ]);
  });

  test("silently leaves out rows with a bad date, number or phone, and tells of them in the job's errors file", async () => {
    const { upsert, settled, contact } = await aSimulator();
    const job = await settled(
      await upsert([
        { email: "ada@example.com", first_name: "Ada", custom_fields: { e3_D: "AAAAA" } },
        { email: "bob@example.com" },
        { email: "cid@example.com", phone_number: "000", custom_fields: { e2_N: 'a "lot"' } },
      ]),
    );
    expect(job).toMatchObject({
      status: "errored",
      results: { requested_count: 3, created_count: 1, errored_count: 2 },
    });
    expect([await contact("ada@example.com"), (await contact("bob@example.com"))?.email]).toEqual([
      null,
      "bob@example.com",
    ]);
    expect(await (await fetch(job.results.errors_url)).text()).toBe(
      [
        '"email","error"',
        '"ada@example.com","last_visit \'AAAAA\' is not a valid Date"',
        '"cid@example.com","phone_number \'000\' is not valid; lifetime_value \'a ""lot""\' is not a valid Number"',
        "",
      ].join("\r\n"),
    );
  });

  test("has failed when no row could be applied", async () => {
    const { upsert, settled } = await aSimulator();
    const { status, results } = await settled(
      await upsert([{ email: "ada@example.com", custom_fields: { e3_D: 1_544_997_675 } }]),
    );
    expect([status, results.errored_count]).toEqual(["failed", 1]);
  });

  test("finds a contact by any identifier, and leaves out a row that means two people or changes an identifier", async () => {
    const { upsert, settled, call, contact } = await aSimulator();
    await settled(
      await upsert([
        { external_id: "7", first_name: "Ada" },
        { email: "bob@example.com", external_id: "8" },
        { email: "cid@example.com" },
      ]),
    );
    const job = await settled(
      await upsert([
        { external_id: "7", email: "ada@example.com", alternate_emails: ["Ada@Example.org"] },
        { email: "bob@example.com", external_id: "9" },
        { email: "cid@example.com", external_id: "7" },
      ]),
    );
    expect(job.results).toMatchObject({ updated_count: 1, errored_count: 2 });
    const search = await call("POST", "/v3/marketing/contacts/search/identifiers/external_id", {
      identifiers: ["7", "9"],
    });
    expect(search.body.result).toMatchObject({
      7: { contact: { email: "ada@example.com", first_name: "Ada", external_id: "7" } },
      9: { error: "contact not found" },
    });
    expect((await contact("ada@example.org"))?.email).toBe("ada@example.com");
  });
});
