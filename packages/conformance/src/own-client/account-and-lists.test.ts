import { expect, test } from "vitest";
import { useSandbox } from "./sandbox.ts";

const { call, aList, settled } = useSandbox();

test("SendGrid's own client reads what its key may do, and what the account is", async () => {
  expect((await call("GET", "/v3/scopes")).body.scopes).toContain("marketing.read");
  expect((await call("GET", "/v3/user/account")).body).toEqual({ type: "paid", reputation: 100 });
});

test("SendGrid's own client turns a refusal of ours into the error it throws for SendGrid's", async () => {
  const refusal = call("GET", "/v3/marketing/lists/00000000-0000-4000-8000-000000000000");
  await expect(refusal).rejects.toMatchObject({
    code: 404,
    response: { body: { errors: [expect.anything()] } },
  });
});

test("SendGrid's own client makes a list, reads it, renames it and deletes it", async () => {
  const created = await call("POST", "/v3/marketing/lists", { body: { name: "Autumn" } });
  expect(created).toMatchObject({ status: 201, body: { name: "Autumn", contact_count: 0 } });
  const path = `/v3/marketing/lists/${created.body.id}`;

  expect((await call("PATCH", path, { body: { name: "Winter" } })).body.name).toBe("Winter");
  expect((await call("GET", path)).body).toMatchObject({ id: created.body.id, name: "Winter" });
  expect((await call("DELETE", path)).status).toBe(204);
  await expect(call("GET", path)).rejects.toMatchObject({ code: 404 });
});

test("SendGrid's own client turns the pages of the lists until there is no next one", async () => {
  const made = await Promise.all([1, 2, 3, 4, 5].map((number) => aList(`Page ${number}`)));
  const found: string[] = [];
  let token: string | undefined;
  do {
    const { body } = await call("GET", "/v3/marketing/lists", {
      qs: { page_size: 2, ...(token && { page_token: token }) },
    });
    expect(body.result.length).toBeLessThanOrEqual(2);
    found.push(...body.result.map(({ id }: { id: string }) => id));
    token = new URL(body._metadata.next ?? "none:").searchParams.get("page_token") ?? undefined;
  } while (token);
  expect(found).toEqual(expect.arrayContaining(made));
  expect(new Set(found).size).toBe(found.length);
});

test("SendGrid's own client takes somebody off a list, who stays a contact", async () => {
  const listId = await aList("Leavers");
  const contacts = [{ email: "stays@example.com" }, { email: "leaves@example.com" }];
  const upsert = await call("PUT", "/v3/marketing/contacts", { body: { list_ids: [listId], contacts } });
  await settled(upsert.body.job_id);
  const search = { body: { emails: ["leaves@example.com"] } };
  const leaver = async () =>
    (await call("POST", "/v3/marketing/contacts/search/emails", search)).body.result["leaves@example.com"]
      .contact;

  const { id } = await leaver();
  const removal = await call("DELETE", `/v3/marketing/lists/${listId}/contacts`, { qs: { contact_ids: id } });
  expect(removal).toMatchObject({ status: 202, body: { job_id: expect.any(String) } });
  await settled(removal.body.job_id);

  const count = await call("GET", `/v3/marketing/lists/${listId}/contacts/count`);
  expect(count.body.contact_count).toBe(1);
  expect(await leaver()).toMatchObject({ id, list_ids: [] });
});
