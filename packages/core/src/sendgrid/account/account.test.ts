import { expect, test } from "vitest";
import { ok } from "../../result.ts";
import { fakeClock, fakeTransport } from "../../testing/index.ts";
import { createSendGridClient } from "../sendgrid-client.ts";

const countsOf = async (body: unknown) =>
  await createSendGridClient({
    transport: fakeTransport(() => ({ status: 200, body })),
    baseUrl: "https://x.test",
    apiKey: () => "SG.x.y",
    clock: fakeClock(),
  }).contactCounts();

test("tells how many contacts are known by what", async () => {
  const identifier_counts = { AID: 1, EID: 4, EXTID: 2, PHNID: 3 };
  expect(await countsOf({ contact_count: 4, billable_count: 6, identifier_counts })).toEqual(
    ok({
      contacts: 4,
      billable: 6,
      identifiers: { email: 4, phone_number_id: 3, external_id: 2, anonymous_id: 1 },
    }),
  );
});

test("counts nobody where SendGrid does not say", async () => {
  expect(await countsOf({ contact_count: 4 })).toEqual(
    ok({
      contacts: 4,
      billable: 4,
      identifiers: { email: 0, phone_number_id: 0, external_id: 0, anonymous_id: 0 },
    }),
  );
});
