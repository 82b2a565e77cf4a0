import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SendGridContact } from "../contact/contact.ts";
import { RESERVED_FIELDS } from "../contact/target-field.ts";
import { fail, ok } from "../result.ts";
import { createCsvReader } from "../sendgrid/files/csv-reader.ts";
import { anyText } from "../testing/arbitraries.ts";
import { someFields } from "../testing/some-fields.ts";
import { csvRows } from "./csv-row.ts";

const csvRow = csvRows(someFields);
const email = "ada@example.com";
const lineOf = (contact: SendGridContact) => {
  const row = csvRow(contact);
  return row.ok ? row.value.line : row.failure.code;
};

describe("a row", () => {
  test("has a cell for each field the contact fills, and none for those it does not", () => {
    expect(csvRow({ email, custom_fields: { e1_T: "gold" }, first_name: "Ada" })).toEqual(
      ok({
        columns: ["_email", "_first_name", "e1_T"],
        fields: "_email,_first_name,e1_T",
        line: '"ada@example.com","Ada","gold"\r\n',
      }),
    );
  });

  test("begins with the e-mail, wherever SendGrid's answer has it", () => {
    const row = csvRows(someFields.toReversed())({ email, first_name: "Ada", city: "Aral" });
    expect(row).toMatchObject({ value: { line: '"ada@example.com","Aral","Ada"\r\n' } });
  });

  test("has its columns in one order, whatever order the contact has", () => {
    const one = csvRow({ email, custom_fields: { e3_D: "2021-02-11T00:00:00Z", e2_N: 1 } });
    const other = csvRow({ custom_fields: { e2_N: 1, e3_D: "2021-02-11T00:00:00Z" }, email });
    expect(one).toEqual(other);
  });

  test("keeps commas, quotes, line breaks and formulas as they are", () => {
    expect(lineOf({ email, first_name: '=1+1,"A"\r\nda' })).toBe(`"${email}","=1+1,""A""\r\nda"\r\n`);
  });

  test("writes a day as MM/DD/YYYY", () => {
    expect(lineOf({ email, custom_fields: { e3_D: "2021-02-11T00:00:00Z" } })).toContain('"02/11/2021"');
  });

  test.each([
    [0, '"0"'],
    [12.5, '"12.5"'],
    [12.34, '"12.34"'],
    [9_007_199_254_740_991, '"9007199254740991"'],
  ])("writes %d as it is", (number, cell) => {
    expect(lineOf({ email, custom_fields: { e2_N: number } })).toContain(cell);
  });
});

describe("by upsert goes a contact", () => {
  test.each<[string, Partial<SendGridContact>, string, string]>([
    ["with a minus", { custom_fields: { e2_N: -100 } }, "number-not-exact", "e2_N"],
    ["with three decimals", { custom_fields: { e2_N: 1.234 } }, "number-not-exact", "e2_N"],
    ["with an exponent", { custom_fields: { e2_N: 1e-7 } }, "number-not-exact", "e2_N"],
    ["with a time of day", { custom_fields: { e3_D: "2021-02-11T23:03:03Z" } }, "time-of-day", "e3_D"],
    ["with further addresses", { alternate_emails: ["b@example.com"] }, "several-values", "alternate_emails"],
    ["that clears a field", { city: "" }, "clears-field", "city"],
    ["with a control character", { city: "a\u0000" }, "text-not-csv", "city"],
    ["with half of a pair", { city: "\ud83d" }, "text-not-csv", "city"],
    ["with a field that is not known", { custom_fields: { e9_T: "x" } }, "field-without-id", "e9_T"],
  ])("%s", (_what, members, code, field) => {
    expect(csvRow({ email, ...members })).toEqual(fail({ code, field }));
  });

  test("whose fields SendGrid has not been asked for", () => {
    expect(csvRows(RESERVED_FIELDS)({ email })).toEqual(fail({ code: "field-without-id", field: "email" }));
  });
});

test("whatever goes into a row comes out of it, or goes by upsert", () => {
  const contact = fc.record({ email: fc.emailAddress(), first_name: anyText, city: anyText });
  fc.assert(
    fc.property(fc.array(contact, { maxLength: 5 }), (contacts) => {
      const rows = contacts.map((one) => ({ one, row: csvRow(one) }));
      const written = rows.flatMap(({ one, row }) => (row.ok ? [{ one, line: row.value.line }] : []));
      const read = createCsvReader().push(written.map(({ line }) => line).join(""));
      expect(read).toEqual(written.map(({ one }) => [one.email, one.first_name, one.city]));
    }),
  );
});

test("a number that goes into a row is the same number afterwards", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.double(),
        fc.nat(),
        fc.nat().map((cents) => cents / 100),
      ),
      (number) => {
        const row = csvRow({ email, custom_fields: { e2_N: number } });
        fc.pre(row.ok);
        const cell = row.ok ? createCsvReader().push(row.value.line)[0]?.[1] : undefined;
        expect(Number(cell) === number).toBe(true);
      },
    ),
  );
});
