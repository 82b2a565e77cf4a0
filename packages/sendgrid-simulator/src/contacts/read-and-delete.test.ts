import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

const CONTACTS = "/v3/marketing/contacts";

async function withContacts(emails: readonly string[]) {
  const simulator = await aSimulator();
  await simulator.settled(await simulator.upsert(emails.map((email) => ({ email }))));
  return simulator;
}

describe("reading contacts", () => {
  test("finds by e-mail in any case, and tells who was not found", async () => {
    const { call } = await withContacts(["ada@example.com"]);
    const { status, body } = await call("POST", `${CONTACTS}/search/emails`, {
      emails: ["ADA@example.com", "bob@example.com", ""],
    });
    expect(status).toBe(200);
    expect(body.result).toMatchObject({
      "ada@example.com": { contact: { email: "ada@example.com" } },
      "bob@example.com": { error: "contact not found" },
    });
  });

  test("is 404 when none is found, 400 for an address that is none or for a hundred and one", async () => {
    const { call } = await withContacts([]);
    const search = async (emails: string[]) =>
      (await call("POST", `${CONTACTS}/search/emails`, { emails })).status;
    expect(await search(["bob@example.com"])).toBe(404);
    expect(await search(["bob"])).toBe(400);
    expect(await search(Array(101).fill("bob@example.com"))).toBe(400);
  });

  test("shows one by its id, a hundred by theirs, and the newest fifty by e-mail", async () => {
    const { call, contact } = await withContacts(
      Array.from({ length: 60 }, (_, index) => `p${index}@example.com`),
    );
    const last = await contact("p59@example.com");
    expect((await call("GET", `${CONTACTS}/${last?.id}`)).body).toEqual(last);
    const batch = await call("POST", `${CONTACTS}/batch`, {
      ids: [last?.id, "11111111-2222-4333-8444-555555555555"],
    });
    expect(batch.body.result).toEqual([last]);
    const sample = (await call("GET", CONTACTS)).body;
    expect([sample.contact_count, sample.result.length, sample.result[0].email]).toEqual([
      60,
      50,
      "p10@example.com",
    ]);
    expect(await call("GET", `${CONTACTS}/11111111-2222-4333-8444-555555555555`)).toMatchObject({
      status: 404,
      body: "",
    });
  });

  test("shows every reserved field, empty where there is nothing", async () => {
    const { contact } = await withContacts(["ada@example.com"]);
    expect(await contact("ada@example.com")).toMatchObject({
      first_name: "",
      phone_number: "",
      external_id: "",
      alternate_emails: [],
      list_ids: [],
      segment_ids: [],
      custom_fields: {},
    });
  });
});

describe("deleting contacts", () => {
  test("gives a new id when the person comes back, and pays for them twice", async () => {
    const { call, contact, settled, upsert } = await withContacts(["ada@example.com", "bob@example.com"]);
    const ada = await contact("ada@example.com");
    const bob = await contact("bob@example.com");
    const job = await settled(await call("DELETE", `${CONTACTS}?ids=${ada?.id}%2C${bob?.id}`));
    expect(job).toMatchObject({ status: "completed", results: { requested_count: 2, deleted_count: 2 } });
    expect(await contact("ada@example.com")).toBeNull();
    await settled(await upsert([{ email: "ada@example.com" }]));
    expect((await contact("ada@example.com"))?.id).not.toBe(ada?.id);
    expect((await call("GET", `${CONTACTS}/count`)).body).toMatchObject({
      contact_count: 1,
      billable_count: 3,
    });
  });

  test("begins a new month with those who are stored", async () => {
    let now = Date.UTC(2026, 10, 30, 23);
    const { call, settled, upsert, contact } = await aSimulator({ clock: () => now });
    await settled(await upsert([{ email: "ada@example.com" }, { email: "bob@example.com" }]));
    await settled(await call("DELETE", `${CONTACTS}?ids=${(await contact("ada@example.com"))?.id}`));
    now = Date.UTC(2026, 11, 1);
    expect((await call("GET", `${CONTACTS}/count`)).body).toMatchObject({
      contact_count: 1,
      billable_count: 1,
    });
  });

  test("takes everybody who was there when asked, step by step", async () => {
    const { call, settled, state, upsert } = await withContacts(
      Array.from({ length: 4_100 }, (_, index) => `p${index}@example.com`),
    );
    const deletion = await call("DELETE", `${CONTACTS}?delete_all_contacts=true`);
    const later = await upsert([{ email: "ada@example.com" }]);
    expect((await settled(deletion)).results).toEqual({ requested_count: 4_100, deleted_count: 4_100 });
    await settled(later);
    expect((await state()).contactCount).toBe(1);
  });

  test("asks for ids, and does not take ids[] for them", async () => {
    const { call } = await withContacts([]);
    for (const query of ["", "?ids=", "?ids[]=a", "?delete_all_contacts=yes"]) {
      const { status, body } = await call("DELETE", CONTACTS + query);
      expect([status, body.errors[0].message]).toEqual([
        400,
        "either 'ids' OR 'delete_all_contacts' should be supplied as query param",
      ]);
    }
  });
});
