import { expect, test } from "vitest";
import { aMatching, someTargets } from "../testing/index.ts";
import { compileMatching, MATCHING_RULES_VERSION } from "./compile-matching.ts";
import type { Attributes } from "./data-matching.ts";

const toContact = compileMatching(
  [
    ...aMatching({
      ...{ email: "mail", first_name: "first", last_name: "last", country: "country" },
      ...{ state_province_region: "region", city: "city", postal_code: "code", phone_number_id: "phone" },
      ...{ alternate_emails: "others", e2_N: "points", e3_D: "joined" },
    }),
    { target: "e1_T", kind: "template", value: "{{first}} of {{city}}" },
  ],
  someTargets,
);

const contactOf = (attributes: Attributes) => {
  const contact = toContact(attributes);
  return contact.ok ? contact.value.json : contact.failure.code;
};

const PEOPLE: readonly Attributes[] = [
  { mail: " Ada@Example.COM ", first: " Ada ", last: "Ән", country: "Қазақстан", region: "алматы облысы" },
  { mail: "bob@example.com", country: "KZ", phone: "8 701 123 45 67", code: "050000", city: "Almaty\n" },
  { mail: "cid@example.com", country: "USA", region: "california", phone: "(202) 555-0143" },
  {
    mail: "dee@example.com",
    points: " 12.50 ",
    joined: "2021-02-11",
    others: "D@Example.com, e@example.com",
  },
  { mail: "eve@example.com", points: 7, joined: "2021-02-11T08:30:00+05:00", first: 'Say "hi"' },
  { mail: "fay@example.com", points: "many" },
  { mail: "nobody" },
];

/**
 * Where this fails, the rules have changed: raise `MATCHING_RULES_VERSION`, then put down here what they make now.
 * Otherwise whoever was delivered by the old ones is taken for unchanged.
 */
test("the same attributes make the same contact for as long as the rules have this version", () => {
  expect({ version: MATCHING_RULES_VERSION, contacts: PEOPLE.map(contactOf) }).toMatchInlineSnapshot(`
    {
      "contacts": [
        "{"email":"ada@example.com","first_name":" Ada ","last_name":"Ән","country":"Kazakhstan","state_province_region":"алматы облысы","custom_fields":{"e1_T":"Ada  of"}}",
        "{"email":"bob@example.com","country":"Kazakhstan","city":"Almaty\\n","postal_code":"050000","phone_number_id":"+77011234567","custom_fields":{"e1_T":"of Almaty"}}",
        "{"email":"cid@example.com","country":"United States of America","state_province_region":"California","phone_number_id":"+12025550143"}",
        "{"email":"dee@example.com","alternate_emails":["d@example.com","e@example.com"],"custom_fields":{"e2_N":12.5,"e3_D":"2021-02-11T00:00:00Z"}}",
        "{"email":"eve@example.com","first_name":"Say \\"hi\\"","custom_fields":{"e2_N":7,"e3_D":"2021-02-11T03:30:00Z","e1_T":"Say \\"hi\\" of"}}",
        "number-malformed",
        "email-malformed",
      ],
      "version": 1,
    }
  `);
});
