import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

const ADA = { email: "ada@example.com", external_id: "A-1", first_name: "Ada" };

async function withAda(person: object = ADA) {
  const client = await aSimulator();
  await client.settled(await client.upsert([person]));
  const { body } = await client.call("GET", "/_simulator/contacts");
  const { id } = body.contacts[0];
  const remove = (type: unknown, value: unknown, of = id) =>
    client.call("DELETE", `/v3/marketing/contacts/${of}/identifiers`, {
      identifier_type: type,
      identifier_value: value,
    });
  const stored = async () => (await client.call("GET", `/v3/marketing/contacts/${id}`)).body;
  return { ...client, remove, stored };
}

describe("deleting an identifier", () => {
  test.each([
    ["EMAIL", "Ada@Example.com", { email: "", external_id: "A-1" }],
    ["EXTERNALID", "A-1", { email: "ada@example.com", external_id: "" }],
  ])("of type %s leaves the contact with the others", async (type, value, left) => {
    const { remove, settled, stored } = await withAda();
    expect(await settled(await remove(type, value))).toMatchObject({
      status: "completed",
      results: { requested_count: 1, updated_count: 1 },
    });
    expect(await stored()).toMatchObject({ ...left, first_name: "Ada" });
  });

  test("frees it for another contact", async () => {
    const { remove, settled, upsert, stored, contact } = await withAda();
    await settled(await remove("EXTERNALID", "A-1"));
    const bob = await settled(await upsert([{ email: "bob@example.com", external_id: "A-1" }]));
    expect(bob).toMatchObject({ status: "completed", results: { created_count: 1 } });
    expect([(await stored()).external_id, (await contact("bob@example.com"))?.external_id]).toEqual([
      "",
      "A-1",
    ]);
  });

  test("fails, later, when it is the only one, an alternate e-mail being none", async () => {
    const { remove, settled, stored } = await withAda({
      email: "ada@example.com",
      alternate_emails: ["countess@example.com"],
    });
    expect(await settled(await remove("EMAIL", "ada@example.com"))).toMatchObject({
      status: "failed",
      results: { requested_count: 1, errored_count: 1 },
    });
    expect((await stored()).email).toBe("ada@example.com");
  });

  test("fails, later, when it is not the contact's", async () => {
    const { remove, settled, stored } = await withAda();
    expect((await settled(await remove("EXTERNALID", "B-2"))).status).toBe("failed");
    expect((await settled(await remove("PHONENUMBERID", "+77011234567"))).status).toBe("failed");
    expect(await stored()).toMatchObject({ email: "ada@example.com", external_id: "A-1" });
  });

  test("is refused at once when it names no type, no value or nobody", async () => {
    const { remove } = await withAda();
    const refusals = await Promise.all([
      remove("email", "ada@example.com"),
      remove("EMAIL", ""),
      remove("EMAIL", 7),
      remove("EMAIL", "ada@example.com", "11111111-2222-4333-8444-555555555555"),
    ]);
    expect(refusals.map(({ status, body }) => [status, body.errors[0].field])).toEqual([
      [400, "identifier_type"],
      [400, "identifier_value"],
      [400, "identifier_value"],
      [404, "contact_id"],
    ]);
  });
});
