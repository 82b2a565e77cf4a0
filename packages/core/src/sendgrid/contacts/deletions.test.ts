import { describe, expect, test } from "vitest";
import { ok } from "../../result.ts";
import { type FakeAnswer, fakeClock, fakeTransport } from "../../testing/index.ts";
import { createSendGridClient } from "../sendgrid-client.ts";

function answering(answer: FakeAnswer) {
  const transport = fakeTransport(() => answer);
  const client = createSendGridClient({
    transport,
    baseUrl: "https://sendgrid.test",
    apiKey: () => "key",
    clock: fakeClock(),
  });
  return { client, transport };
}
const found = (contact: object) => ({ status: 200, body: { result: { "ada@example.com": contact } } });

describe("findContact", () => {
  test.each([
    ["a contact of that address", { contact: { id: "c-1", email: "Ada@example.com" } }, "c-1", false],
    ["one that has it as an alternate", { contact: { id: "c-2", email: "b@example.com" } }, "c-2", true],
    ["nobody", { error: "contact not found" }, null, false],
  ])("finds %s", async (_what, answer, contactId, isAlternate) => {
    const { client, transport } = answering(found(answer));
    expect(await client.findContact("ada@example.com")).toEqual(ok({ contactId, isAlternate }));
    expect(transport.requests[0]).toMatchObject({
      method: "POST",
      url: "https://sendgrid.test/v3/marketing/contacts/search/emails",
      body: '{"emails":["ada@example.com"]}',
    });
  });

  test("takes a 404 for what it is here: nobody", async () => {
    const { client } = answering({ status: 404, body: { errors: [{ message: "contact not found" }] } });
    expect(await client.findContact("ada@example.com")).toEqual(ok({ contactId: null, isAlternate: false }));
  });

  test.each([
    ["another address", { status: 200, body: { result: {} } }],
    ["neither contact nor error", found({})],
    ["a contact without an id", found({ contact: { email: "ada@example.com" } })],
  ])("does not take an answer about %s for an answer", async (_what, answer) => {
    const { client } = answering(answer);
    expect(await client.findContact("ada@example.com")).toMatchObject({ failure: { code: "unavailable" } });
  });
});

describe("deleteContacts", () => {
  test("names the contacts in the address, and nothing that could mean all", async () => {
    const { client, transport } = answering({ status: 202, body: { job_id: "j1" } });
    expect(await client.deleteContacts(["c-1", "c-2"])).toEqual(ok({ jobId: "j1" }));
    expect(transport.requests[0]).toEqual({
      method: "DELETE",
      url: "https://sendgrid.test/v3/marketing/contacts?ids=c-1%2Cc-2",
      headers: { authorization: "Bearer key", accept: "application/json" },
    });
  });

  test.each([
    [400, "rejected"],
    [403, "forbidden"],
  ])("a %i is %s", async (status, code) => {
    const { client } = answering({ status, body: { errors: [{ message: "no" }] } });
    expect(await client.deleteContacts(["c-1"])).toMatchObject({ failure: { code } });
  });
});
