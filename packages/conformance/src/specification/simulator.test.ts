import { expect, test } from "vitest";
import { aCourt, NOBODY } from "./court.ts";
import { KNOWN_IN_CONTACTS, KNOWN_IN_LIMITS, KNOWN_IN_LISTS, violationsOf } from "./known-errors.ts";

test("lists: every answer of the simulator is as SendGrid's specification has it, but for known errors", async () => {
  const { call, violations, settled } = await aCourt();
  const statuses: number[] = [];
  const at = async (...request: Parameters<typeof call>) => {
    const { status, body } = await call(...request);
    statuses.push(status);
    return body;
  };
  const { id } = await at("POST", "/v3/marketing/lists", { name: "Judged" });
  const path = `/v3/marketing/lists/${id}`;
  await at("POST", "/v3/marketing/lists", { name: "Newsletter" });
  await at("GET", "/v3/marketing/lists?page_size=1");
  await at("GET", path);
  await at("PATCH", path, { name: "Renamed" });
  await at("PATCH", `/v3/marketing/lists/${NOBODY}`, { name: "Nobody's" });
  const { job_id } = await at("PUT", "/v3/marketing/contacts", {
    list_ids: [id],
    contacts: [{ email: "a@example.com" }],
  });
  await settled(job_id);
  const found = await at("POST", "/v3/marketing/contacts/search/emails", { emails: ["a@example.com"] });
  const contactId = found.result["a@example.com"].contact.id;
  await at("DELETE", `${path}/contacts?contact_ids=${contactId}`);
  await at("DELETE", `/v3/marketing/lists/${NOBODY}/contacts?contact_ids=${contactId}`);
  await at("GET", `${path}/contacts/count`);
  await at("GET", `/v3/marketing/lists/${NOBODY}/contacts/count`);
  await at("DELETE", path);
  await at("DELETE", path);
  expect(statuses).toEqual([201, 400, 200, 200, 200, 404, 202, 200, 202, 404, 200, 404, 204, 404]);
  expect(violations()).toEqual(violationsOf(KNOWN_IN_LISTS));
});

test("custom fields: every answer of the simulator is as SendGrid's specification has it", async () => {
  const { call, violations } = await aCourt();
  const path = "/v3/marketing/field_definitions";
  const created = await call("POST", path, { name: "size", field_type: "Number" });
  const answers = [
    created,
    await call("POST", path, { name: "size", field_type: "Number" }),
    await call("GET", path),
    await call("PATCH", `${path}/${created.body.id}`, { name: "shoe_size" }),
    await call("PATCH", `${path}/e999_T`, { name: "nobody" }),
    await call("DELETE", `${path}/${created.body.id}`),
    await call("DELETE", `${path}/e999_T`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 200, 404, 204, 404]);
  expect(violations()).toEqual([]);
});

test("contacts: every answer of the simulator is as SendGrid's specification has it, but for known errors", async () => {
  const { call, violations, settled } = await aCourt();
  const path = "/v3/marketing/contacts";
  const contacts = [
    { email: "a@example.com" },
    { email: "b@example.com", custom_fields: { e3_D: "no date" } },
  ];
  const upsert = await call("PUT", path, { contacts });
  expect(await settled(upsert.body.job_id)).toMatchObject({ status: "errored" });
  const emails = { emails: ["a@example.com", "nobody@example.com"] };
  const found = await call("POST", `${path}/search/emails`, emails);
  const { id } = found.body.result["a@example.com"].contact;
  const answers = [
    upsert,
    found,
    await call("POST", `${path}/search/emails`, { emails: ["nobody@example.com"] }),
    await call("POST", `${path}/search/identifiers/email`, { identifiers: ["a@example.com"] }),
    await call("POST", `${path}/batch`, { ids: [id] }),
    await call("GET", path),
    await call("GET", `${path}/${id}`),
    await call("GET", `${path}/${NOBODY}`),
    await call("GET", `${path}/count`),
    await call("DELETE", path),
    await call("DELETE", `${path}?ids=${id}`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([
    202, 200, 404, 200, 200, 200, 200, 404, 200, 400, 202,
  ]);
  expect(violations()).toEqual(violationsOf(KNOWN_IN_CONTACTS));
});

test("too much at once and too often: SendGrid's specification is silent on both", async () => {
  const rateLimits = { windowMs: 60_000, contacts: 1, others: 600 };
  const { call, violations } = await aCourt({ maxBodyBytes: 1_000, rateLimits });
  const contacts = [{ email: "a@example.com", first_name: "x".repeat(50) }];
  const many = Array.from({ length: 20 }, () => contacts[0]);
  const answers = [
    await call("PUT", "/v3/marketing/contacts", { contacts: many }),
    await call("PUT", "/v3/marketing/contacts", { contacts }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([413, 429]);
  expect(violations()).toEqual(violationsOf(KNOWN_IN_LIMITS));
});

test("the judge can tell: a request and an answer that are not SendGrid's do not pass", async () => {
  const { call, violations } = await aCourt();
  await call("PUT", "/v3/marketing/contacts", {
    contacts: [{ email: "a@example.com", first_name: "x".repeat(51) }],
  });
  await call("GET", "/v3/marketing/no-such-thing");
  expect(violations()).toEqual([
    "GET /v3/marketing/no-such-thing:  Selected route not found",
    "PUT /v3/marketing/contacts: body.contacts.0.first_name Request body property contacts.0.first_name must NOT have more than 50 characters",
  ]);
});
