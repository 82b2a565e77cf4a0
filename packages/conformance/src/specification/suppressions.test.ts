import { expect, test } from "vitest";
import { aCourt } from "./court.ts";

test("reading suppressions: every answer of the simulator is as SendGrid's specification has it", async () => {
  const { call, violations } = await aCourt();
  await call("POST", "/v3/asm/suppressions/global", { recipient_emails: ["gone@example.com"] });
  const unsubscribed = await call("GET", "/v3/suppression/unsubscribes?limit=500&offset=0");
  expect(unsubscribed.body).toMatchObject([{ email: "gone@example.com" }]);
  for (const kind of ["bounces", "blocks", "spam_reports", "invalid_emails"])
    expect(await call("GET", `/v3/suppression/${kind}`)).toEqual({ status: 200, body: [] });
  expect((await call("GET", "/v3/asm/groups")).status).toBe(200);
  expect(violations()).toEqual([]);
});
