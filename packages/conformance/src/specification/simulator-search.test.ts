import { expect, test } from "vitest";
import { aCourt } from "./court.ts";
import { KNOWN_IN_IDENTIFIERS, violationsOf } from "./known-errors.ts";

test("search and identifiers: every answer of the simulator is as SendGrid's specification has it, but for known errors", async () => {
  const { call, violations, settled } = await aCourt();
  const path = "/v3/marketing/contacts";
  const upsert = await call("PUT", path, { contacts: [{ email: "a@example.com", external_id: "a" }] });
  await settled(upsert.body.job_id);
  const found = await call("POST", `${path}/search`, { query: "email = 'a@example.com'" });
  const identifiers = `${path}/${found.body.result[0].id}/identifiers`;
  const answers = [
    found,
    await call("POST", `${path}/search`, { query: "email =" }),
    await call("DELETE", identifiers, { identifier_type: "EXTERNALID", identifier_value: "a" }),
    await call("DELETE", identifiers, { identifier_type: "EXTERNALID", identifier_value: "" }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 202, 400]);
  expect(violations()).toEqual(violationsOf(KNOWN_IN_IDENTIFIERS));
});
