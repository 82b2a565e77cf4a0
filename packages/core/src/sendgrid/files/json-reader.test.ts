import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createJsonReader } from "./json-reader.ts";

/** @param cuts - how long each piece is, over and over. */
function read(text: string, cuts: readonly number[] = [text.length]): unknown[] {
  const reader = createJsonReader();
  const values: unknown[] = [];
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const length = Math.max(1, cuts[turn % cuts.length] ?? 1);
    values.push(...reader.push(text.slice(at, at + length)));
    at += length;
  }
  return [...values, ...reader.end()];
}

const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 });
const json = fc.jsonValue().filter((value) => JSON.stringify(value) !== undefined);
const same = (values: readonly unknown[]) => JSON.parse(JSON.stringify(values));

describe("a JSON reader", () => {
  test("gives an array's values, whatever they are and wherever the text is cut", () => {
    fc.assert(
      fc.property(fc.array(json), fc.constantFrom(0, 2), cuts, (values, indent, pieces) => {
        expect(read(JSON.stringify(values, null, indent), pieces)).toEqual(same(values));
      }),
    );
  });

  test("gives strings as they are, whatever they hold", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), cuts, (strings, pieces) => {
        expect(read(JSON.stringify(strings), pieces)).toEqual(strings);
      }),
    );
  });

  test("gives the values of lines, wherever they are cut", () => {
    const line = json.filter((value) => !Array.isArray(value));
    fc.assert(
      fc.property(fc.array(line), cuts, (values, pieces) => {
        const text = values.map((value) => `${JSON.stringify(value)}\n`).join("");
        expect(read(text, pieces)).toEqual(same(values));
      }),
    );
  });

  test("takes no array that is cut off for a shorter one", () => {
    fc.assert(
      fc.property(fc.array(json), fc.nat(), cuts, (values, at, pieces) => {
        const text = JSON.stringify(values);
        expect(() => read(text.slice(0, 1 + (at % (text.length - 1))), pieces)).toThrow(/too soon|no JSON/);
      }),
    );
  });

  test("agrees with the parser on what an array is, whatever is put into one", () => {
    const mark = fc.constantFrom(...'[]{},:"\\ \n1aé'.split(""));
    fc.assert(
      fc.property(fc.array(json, { maxLength: 4 }), fc.nat(), mark, cuts, (values, at, put, pieces) => {
        const whole = JSON.stringify(values);
        const place = 1 + (at % whole.length);
        const text = whole.slice(0, place) + put + whole.slice(place);
        let parsed: unknown = "broken";
        try {
          parsed = JSON.parse(text);
        } catch {}
        if (Array.isArray(parsed)) expect(read(text, pieces)).toEqual(parsed);
        else expect(() => read(text, pieces)).toThrow();
      }),
      { numRuns: 1_000 },
    );
  });

  test("quotes nothing of what it could not read", () => {
    for (const text of ['["ada@example.com" "b"]', '[{"email":ada@example.com}]', "[ada@example.com]"])
      expect(() => read(text)).toThrow(/^The text is no JSON$/);
  });

  test("does not collect a string that never ends", () => {
    const reader = createJsonReader();
    const pieces = () => {
      for (let count = 0; count < 40; count++) reader.push(`["${"x".repeat(65_536)}`.slice(count ? 2 : 0));
    };
    expect(pieces).toThrow("does not end");
  });
});
