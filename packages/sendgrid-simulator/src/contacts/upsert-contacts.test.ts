import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

describe("PUT /v3/marketing/contacts", () => {
  test("names every malformed e-mail in SendGrid's words, and takes nobody of the request", async () => {
    const { upsert, contact } = await aSimulator();
    const answer = await upsert([{ email: "000" }, { email: "ada@example.com" }, { email: "bob@" }]);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        errors: [
          { field: "contacts[0].email", message: "email '000' is not valid" },
          { field: "contacts[2].email", message: "email 'bob@' is not valid" },
        ],
      },
    });
    expect(await contact("ada@example.com")).toBeNull();
  });

  test("refuses a field that is too long, and takes one that just fits, counted in characters", async () => {
    const { upsert } = await aSimulator();
    const fits = { email: "ada@example.com", city: "🌸".repeat(60), first_name: "a".repeat(50) };
    expect((await upsert([fits])).status).toBe(202);
    const { status, body } = await upsert([{ ...fits, city: "🌸".repeat(61), first_name: "a".repeat(51) }]);
    expect(status).toBe(400);
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
      "contacts[0].city",
      "contacts[0].first_name",
    ]);
  });

  test("names custom fields it does not know, all of them at once", async () => {
    const { upsert } = await aSimulator();
    const { status, body } = await upsert([
      { email: "ada@example.com", custom_fields: { loyalty_tier: "Gold", e1_T: "Gold" } },
      { email: "bob@example.com", custom_fields: { e99_N: 1 } },
    ]);
    expect([status, body.errors]).toEqual([
      400,
      [{ message: "invalid custom field ids supplied - loyalty_tier,e99_N" }],
    ]);
  });

  test.each([
    ["no contacts", {}, "contacts"],
    ["nobody", { contacts: [] }, "contacts"],
    [
      "30,001 contacts",
      { contacts: Array.from({ length: 30_001 }, (_, index) => ({ email: `p${index}@example.com` })) },
      "contacts",
    ],
    [
      "a list id that is none",
      { contacts: [{ email: "ada@example.com" }], list_ids: ["newsletter"] },
      "list_ids[0]",
    ],
    ["a contact without any identifier", { contacts: [{ first_name: "Ada" }] }, "contacts[0].email"],
    ["a field that is no text", { contacts: [{ email: "ada@example.com", city: null }] }, "contacts[0].city"],
    [
      "a custom value that is neither text nor number",
      { contacts: [{ email: "ada@example.com", custom_fields: { e1_T: true } }] },
      "contacts[0].custom_fields.e1_T",
    ],
    [
      "six alternate e-mails",
      { contacts: [{ email: "ada@example.com", alternate_emails: Array(6).fill("a@example.com") }] },
      "contacts[0].alternate_emails",
    ],
  ])("refuses %s", async (_what, request, field) => {
    const { call } = await aSimulator();
    const { status, body } = await call("PUT", "/v3/marketing/contacts", request);
    expect([status, body.errors[0].field]).toEqual([400, field]);
  });

  test("takes 30,000 contacts, and calls broken JSON by its name", async () => {
    const { call, upsert } = await aSimulator();
    const people = Array.from({ length: 30_000 }, (_, index) => ({ email: `p${index}@example.com` }));
    expect((await upsert(people)).status).toBe(202);
    const broken = await call("PUT", "/v3/marketing/contacts", '{"contacts":[');
    expect([broken.status, broken.body]).toEqual([400, { errors: [{ message: "invalid JSON" }] }]);
  });

  test("refuses a body one byte over the cap, with the status that is set", async () => {
    const body = JSON.stringify({ contacts: [{ email: "ada@example.com" }] });
    const { call } = await aSimulator({ settings: { maxBodyBytes: body.length } });
    expect((await call("PUT", "/v3/marketing/contacts", body)).status).toBe(202);
    expect((await call("PUT", "/v3/marketing/contacts", `${body} `)).status).toBe(413);
    await call("PUT", "/_simulator/settings", { oversizeStatus: 500 });
    expect((await call("PUT", "/v3/marketing/contacts", `${body} `)).status).toBe(500);
  });

  test("refuses a list that is not there", async () => {
    const { upsert } = await aSimulator();
    const answer = await upsert([{ email: "ada@example.com" }], ["11111111-2222-4333-8444-555555555555"]);
    expect([answer.status, answer.body.errors[0].field]).toEqual([404, "list_ids"]);
  });

  test("ignores keys it does not know, as SendGrid does: listIds puts nobody on a list", async () => {
    const { call, settled, contact, listId } = await aSimulator();
    const request = {
      listIds: [await listId()],
      contacts: [{ email: "ada@example.com", nickname: "A", constructor: "x" }],
    };
    const job = await settled(await call("PUT", "/v3/marketing/contacts", request));
    expect(job.status).toBe("completed");
    expect((await contact("ada@example.com"))?.list_ids).toEqual([]);
  });
});
