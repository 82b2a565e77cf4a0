import { expect, test } from "vitest";
import { useSandbox } from "./sandbox.ts";

const { call, aList, settled } = useSandbox();

test("SendGrid's own client upserts contacts and follows the job to its end", async () => {
  const listId = await aList("Job");
  const contacts = [
    { email: "Ada@Example.com", first_name: "Ada" },
    { email: "bob@example.com", city: "Алматы" },
  ];
  const { status, body } = await call("PUT", "/v3/marketing/contacts", {
    body: { list_ids: [listId], contacts },
  });
  expect(status).toBe(202);
  expect(await settled(body.job_id)).toMatchObject({
    status: "completed",
    results: { requested_count: 2, created_count: 2 },
  });

  const found = await call("POST", "/v3/marketing/contacts/search/emails", {
    body: { emails: ["ada@example.com", "bob@example.com", "nobody@example.com"] },
  });
  expect(found.body.result).toMatchObject({
    "ada@example.com": { contact: { email: "ada@example.com", first_name: "Ada", list_ids: [listId] } },
    "bob@example.com": { contact: { city: "Алматы" } },
    "nobody@example.com": { error: "contact not found" },
  });
});

test("SendGrid's own client is told which contact of a request is not acceptable", async () => {
  const contacts = [{ email: "good@example.com" }, { email: "bad" }];
  await expect(call("PUT", "/v3/marketing/contacts", { body: { contacts } })).rejects.toMatchObject({
    code: 400,
    response: { body: { errors: [{ field: "contacts[1].email", message: "email 'bad' is not valid" }] } },
  });
});

test("SendGrid's own client makes a custom field, writes it by id and reads it by name", async () => {
  const field = await call("POST", "/v3/marketing/field_definitions", {
    body: { name: "shoe_size", field_type: "Number" },
  });
  const definitions = await call("GET", "/v3/marketing/field_definitions");
  expect(definitions.body.custom_fields).toContainEqual(
    expect.objectContaining({ id: field.body.id, name: "shoe_size", field_type: "Number" }),
  );

  const contacts = [{ email: "size@example.com", custom_fields: { [field.body.id]: 0 } }];
  const upsert = await call("PUT", "/v3/marketing/contacts", { body: { contacts } });
  await settled(upsert.body.job_id);
  const found = await call("POST", "/v3/marketing/contacts/search/emails", {
    body: { emails: ["size@example.com"] },
  });
  expect(found.body.result["size@example.com"].contact.custom_fields).toEqual({ shoe_size: 0 });

  const path = `/v3/marketing/field_definitions/${field.body.id}`;
  expect((await call("PATCH", path, { body: { name: "shoe" } })).body.name).toBe("shoe");
  expect((await call("DELETE", path)).status).toBe(204);
});

test("SendGrid's own client counts, reads in batches, and deletes contacts", async () => {
  const upsert = await call("PUT", "/v3/marketing/contacts", {
    body: { contacts: [{ email: "one@example.com" }, { email: "two@example.com" }] },
  });
  await settled(upsert.body.job_id);
  const emails = ["one@example.com", "two@example.com"];
  const found = await call("POST", "/v3/marketing/contacts/search/emails", { body: { emails } });
  const ids = emails.map((email) => found.body.result[email].contact.id);
  const batch = await call("POST", "/v3/marketing/contacts/batch", { body: { ids } });
  expect(batch.body.result.map(({ email }: { email: string }) => email).toSorted()).toEqual(emails);
  const before = (await call("GET", "/v3/marketing/contacts/count")).body.contact_count;
  expect(before).toBeGreaterThanOrEqual(2);

  const deletion = await call("DELETE", "/v3/marketing/contacts", { qs: { ids: ids.join(",") } });
  expect(deletion.status).toBe(202);
  await settled(deletion.body.job_id);
  const gone = call("POST", "/v3/marketing/contacts/search/emails", { body: { emails } });
  await expect(gone).rejects.toMatchObject({ code: 404 });
});
