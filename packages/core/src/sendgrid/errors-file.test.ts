import fc from "fast-check";
import { expect, test } from "vitest";
import { parseErrorsFile } from "./errors-file.ts";
import { parseCsv } from "./parse-csv.ts";

const two = [
  { email: "ada@example.com", message: 'phone "000" is not valid, sorry' },
  { email: "bob@example.com", message: "SendGrid gave no reason." },
];

test.each([
  ["CSV", 'email,error\nada@example.com,"phone ""000"" is not valid, sorry"\nbob@example.com,'],
  [
    "CSV with BOM, CRLF, upper case, more columns",
    '\ufeff"ROW","EMAIL","MESSAGE"\r\n1,ada@example.com,"phone ""000"" is not valid, sorry"\r\n2, bob@example.com ,\r\n',
  ],
  ["a JSON array", JSON.stringify([two[0], { email: "bob@example.com" }])],
  [
    "JSON, an object a line",
    `${JSON.stringify({ email: two[0]?.email, reason: two[0]?.message })}\n{"email":"bob@example.com","error":null}\n`,
  ],
])("reads %s", (_, text) => {
  expect(parseErrorsFile(text)).toEqual(two);
});

test("leaves out rows that name nobody", () => {
  expect(parseErrorsFile("email,error\n,broken\n")).toEqual([]);
  expect(parseErrorsFile("")).toEqual([]);
  expect(parseErrorsFile("<html>gone</html>")).toEqual([]);
});

test("reads back any CSV that is written by the book", () => {
  const cell = fc.string({ unit: fc.constantFrom(",", '"', "\n", "\r", "a", "ж", " ") });
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1 }), (lines) => {
      const text = lines
        .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","))
        .join("\r\n");
      expect(parseCsv(text)).toEqual(lines);
    }),
  );
});
