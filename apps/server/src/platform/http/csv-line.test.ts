import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine } from "./csv-line.ts";

describe("csvLine", () => {
  test("is read back by a CSV parser as what it was made of, whatever is in it", () => {
    const safe = fc.string({ unit: "binary" }).filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(fc.array(safe, { minLength: 2, maxLength: 6 }), (cells) => {
        expect(parse(csvLine(cells), { bom: false, relax_column_count: true })).toEqual([cells]);
      }),
    );
  });

  test("keeps a formula text, so that no spreadsheet runs it", () => {
    expect(csvLine(["=1+1", "+7 701", "-x", "@sum"])).toBe("'=1+1,'+7 701,'-x,'@sum\r\n");
  });

  test("leaves empty what is not there, and numbers as they are", () => {
    expect(csvLine([null, 0, -5, ""])).toBe(",0,-5,\r\n");
  });
});
