import fc from "fast-check";
import { expect, test } from "vitest";
import { normalisePhone } from "./normalise-phone.ts";

test.each([
  ["+77011234567", "+77011234567"],
  ["+7 (701) 123-45-67", "+77011234567"],
  ["0090 212 555 00 00", "+902125550000"],
  ["+49\u00a030/1234567", "+49301234567"],
  ["＋７７０１１２３４５６７", "+77011234567"],
  ["+7-701-123–45–67", "+77011234567"],
])("%s becomes %s, whatever the country", (raw, phone) => {
  expect(normalisePhone(raw, null)).toBe(phone);
  expect(normalisePhone(raw, "KZ")).toBe(phone);
  expect(normalisePhone(raw, "DE")).toBe(phone);
});

test("a range that no table has yet is taken with its country's code, and not without", () => {
  expect(normalisePhone("+44 7700 900123", null)).toBe("+447700900123");
  expect(normalisePhone("07700 900123", "GB")).toBeNull();
});

test("a number that the contact's country cannot have is refused, though its length would do", () => {
  expect(normalisePhone("030 1234567", "KZ")).toBeNull();
});

test.each([
  ["8 701 123 45 67", "KZ", "+77011234567"],
  ["701 123 45 67", "KZ", "+77011234567"],
  ["77011234567", "KZ", "+77011234567"],
  ["0212 555 00 00", "TR", "+902125550000"],
  ["030 1234567", "DE", "+49301234567"],
  ["(201) 555-0123", "US", "+12015550123"],
])("%s in %s becomes %s", (raw, country, phone) => {
  expect(normalisePhone(raw, country)).toBe(phone);
});

test("a number without its country's code is refused where the country is not known: nobody guesses it", () => {
  expect(normalisePhone("8 701 123 45 67", null)).toBeNull();
  expect(normalisePhone("77011234567", null)).toBeNull();
});

test.each([
  ["too short for its country", "+7701123456"],
  ["too long for its country", "+770112345678"],
  ["of no country", "+999123456789"],
  ["with an extension", "+7 701 123 45 67 ext. 12"],
  ["with words around it", "call +77011234567"],
  ["two numbers", "+77011234567, +77017654321"],
  ["a word", "none"],
  ["nothing", "+"],
])("refuses what is %s", (_, raw) => {
  expect(normalisePhone(raw, null)).toBeNull();
  expect(normalisePhone(raw, "KZ")).toBeNull();
});

test("what it gives is E.164, and it leaves that as it is", () => {
  const anyNumber = fc
    .tuple(fc.constantFrom("+7", "+90", "+49", "+1", "8", "00", ""), fc.stringMatching(/^[\d ()-]{5,14}$/))
    .map((parts) => parts.join(""));
  const anyCountry = fc.constantFrom("KZ", "TR", "DE", "US", null);
  fc.assert(
    fc.property(anyNumber, anyCountry, (raw, country) => {
      const phone = normalisePhone(raw, country);
      if (phone === null) return;
      expect(phone).toMatch(/^\+[1-9]\d{4,14}$/);
      expect(normalisePhone(phone, null)).toBe(phone);
    }),
  );
});
