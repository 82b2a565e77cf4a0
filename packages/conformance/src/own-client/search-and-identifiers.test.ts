import { expect, test } from "vitest";
import { useSandbox } from "./sandbox.ts";

const { call, aList, settled } = useSandbox();

async function upsert(contacts: readonly object[], listIds: readonly string[] = []) {
  const body = { contacts, list_ids: listIds };
  const accepted = await call("PUT", "/v3/marketing/contacts", { body });
  await settled(accepted.body.job_id);
}

const search = async (query: string) =>
  (await call("POST", "/v3/marketing/contacts/search", { body: { query } })).body;

test("SendGrid's own client searches in SendGrid's query language", async () => {
  const listId = await aList("Searched");
  await upsert([{ email: "ada@search.test", city: "Алматы" }, { email: "bob@search.test" }], [listId]);
  await upsert([{ email: "cid@search.test", city: "Алматы" }]);

  expect(await search(`CONTAINS(list_ids, '${listId}')`)).toMatchObject({ contact_count: 2 });
  expect(await search(`city = 'Алматы' AND CONTAINS(list_ids, '${listId}')`)).toMatchObject({
    contact_count: 1,
    result: [{ email: "ada@search.test" }],
  });
  expect((await search("email IN ('ada@search.test', 'cid@search.test')")).contact_count).toBe(2);
  expect((await search("email LIKE '%@search.test'")).contact_count).toBe(3);
  await expect(search("email = ")).rejects.toMatchObject({ code: 400 });
});

test("SendGrid's own client finds contacts by another identifier, and takes one away", async () => {
  await upsert([{ email: "two@identifiers.test", external_id: "customer-2" }]);
  const found = async () =>
    await call("POST", "/v3/marketing/contacts/search/identifiers/external_id", {
      body: { identifiers: ["customer-2"] },
    });
  const { id, email } = (await found()).body.result["customer-2"].contact;
  expect(email).toBe("two@identifiers.test");

  const removal = await call("DELETE", `/v3/marketing/contacts/${id}/identifiers`, {
    body: { identifier_type: "EXTERNALID", identifier_value: "customer-2" },
  });
  expect(removal.status).toBe(202);
  expect(await settled(removal.body.job_id)).toMatchObject({ status: "completed" });
  await expect(found()).rejects.toMatchObject({ code: 404 });
});
