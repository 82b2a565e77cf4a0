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

describe("removeFromList", () => {
  test("names the contacts in the address, and has no body", async () => {
    const { client, transport } = answering({ status: 202, body: { job_id: "j1" } });
    expect(await client.removeFromList("l 1", ["c-1", "c-2"])).toEqual(ok({ jobId: "j1" }));
    expect(transport.requests[0]).toEqual({
      method: "DELETE",
      url: "https://sendgrid.test/v3/marketing/lists/l%201/contacts?contact_ids=c-1%2Cc-2",
      headers: { authorization: "Bearer key", accept: "application/json" },
    });
  });

  test.each([
    [404, "not-found"],
    [414, "too-large"],
  ])("a %i is %s", async (status, code) => {
    const { client } = answering({ status, body: "<html>" });
    expect(await client.removeFromList("l1", ["c-1"])).toMatchObject({ failure: { code } });
  });
});
