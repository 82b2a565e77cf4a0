import { expect, test } from "vitest";
import { normalisePhone } from "./normalise-phone.ts";

test.each([
  ["+77011234567", "+77011234567"],
  ["+7 (701) 123-45-67", "+77011234567"],
  ["0090 212 555 00 00", "+902125550000"],
  ["+49\u00a030/1234567", "+49301234567"],
])("%s becomes %s", (raw, phone) => {
  expect(normalisePhone(raw)).toBe(phone);
});

test("a number without its country's code is refused: nobody guesses the country", () => {
  expect(normalisePhone("8 701 123 45 67")).toBeNull();
  expect(normalisePhone("77011234567")).toBeNull();
});

test("takes 7 to 15 digits", () => {
  expect(normalisePhone("+1234567")).toBe("+1234567");
  expect(normalisePhone("+123456")).toBeNull();
  expect(normalisePhone(`+${"1".repeat(15)}`)).toBe(`+${"1".repeat(15)}`);
  expect(normalisePhone(`+${"1".repeat(16)}`)).toBeNull();
});
