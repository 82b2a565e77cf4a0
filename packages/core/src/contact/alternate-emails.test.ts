import fc from "fast-check";
import { expect, test } from "vitest";
import { fail, ok } from "../result.ts";
import { alternateEmailsRule } from "./alternate-emails.ts";
import { RESERVED_FIELDS } from "./target-field.ts";

const toWire = (attribute: unknown, email: string | null = "ada@example.com") => {
  const target = RESERVED_FIELDS.find(({ id }) => id === "alternate_emails");
  if (!target) throw new Error("alternate_emails");
  return alternateEmailsRule(target)(attribute, { email, countryCode: null });
};

test.each([
  ["a list", ["Bob@Example.com", "cid@example.com"]],
  ["a text with commas", "Bob@Example.com, cid@example.com"],
  ["a text with semicolons", "Bob@Example.com;cid@example.com; "],
  ["a list of such texts, with gaps", ["Bob@Example.com,", null, "", "cid@example.com"]],
])("takes %s", (_, attribute) => {
  expect(toWire(attribute)).toEqual(ok(["bob@example.com", "cid@example.com"]));
});

test("leaves out the contact's own address and doubles, however they are written", () => {
  expect(toWire("ADA@example.com, bob@example.com, BOB@example.com")).toEqual(ok(["bob@example.com"]));
  expect(toWire("bob@example.com", null)).toEqual(ok(["bob@example.com"]));
});

test.each([[undefined], [null], [""], [" ,; "], [[]], [["", null]], ["ada@example.com"]])(
  "%j leaves nothing to send",
  (attribute) => {
    expect(toWire(attribute)).toEqual(ok(null));
  },
);

test("takes five and refuses six, doubles and the contact's own not counted", () => {
  const five = [1, 2, 3, 4, 5].map((n) => `a${n}@example.com`);
  expect(toWire([...five, "ada@example.com", "A1@example.com"])).toEqual(ok(five));
  expect(toWire([...five, "a6@example.com"])).toMatchObject(
    fail({ code: "too-many-values", field: "alternate_emails", limit: 5 }),
  );
});

test("refuses the contact by name where one address is none, without quoting it", () => {
  const refused = toWire("bob@example.com, nobody@@example.com");
  expect(refused).toMatchObject(fail({ code: "alternate-email-malformed", field: "alternate_emails" }));
  expect(JSON.stringify(refused)).not.toContain("nobody");
  expect(toWire([7])).toMatchObject(fail({ code: "alternate-email-malformed" }));
});

test("says which field an address is too long for", () => {
  expect(toWire(`a@${"abcdefghi.".repeat(26)}kz`)).toMatchObject(
    fail({ code: "too-long", field: "alternate_emails", limit: 254 }),
  );
});

test.each([[{}], [[{}]], [[["bob@example.com"]]]])("refuses what is nested: %j", (attribute) => {
  expect(toWire(attribute)).toMatchObject(fail({ code: "nested-value", field: "alternate_emails" }));
});

test("whatever it is given: one to five different addresses that are not the contact's own, or a reason", () => {
  const anyAddress = fc.oneof(fc.emailAddress(), fc.constantFrom("ada@example.com", "ADA@example.com", ""));
  fc.assert(
    fc.property(fc.oneof(fc.array(anyAddress, { maxLength: 8 }), fc.jsonValue()), (attribute) => {
      const wire = toWire(attribute);
      if (!wire.ok || wire.value === null) return;
      const addresses = wire.value as readonly string[];
      expect(addresses.length).toBeGreaterThan(0);
      expect(addresses.length).toBeLessThanOrEqual(5);
      expect(new Set(addresses).size).toBe(addresses.length);
      expect(addresses).not.toContain("ada@example.com");
    }),
  );
});
