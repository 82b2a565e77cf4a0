import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCsvReader } from "./csv-reader.ts";

function read(pieces: readonly string[]) {
  const csv = createCsvReader();
  return [...pieces.flatMap((piece) => csv.push(piece)), ...csv.end()];
}

/** A cell by the book, quoted where it must be or may be, and what it holds. */
const quoted = fc
  .string({ unit: fc.constantFrom("a", "é", "🐫", '"', ",", "\n", "\r\n", " "), maxLength: 6 })
  .map((value) => ({ written: `"${value.replaceAll('"', '""')}"`, value }));
const plain = fc
  .string({ unit: fc.constantFrom("b", "ә", " ", "🐪"), maxLength: 4 })
  .map((value) => ({ written: value, value }));
const lines = fc.array(fc.array(fc.oneof(quoted, plain), { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 6,
});

describe("createCsvReader", () => {
  test("reads back any CSV that is written by the book, wherever the pieces are cut", () => {
    const cutAt = fc.array(fc.nat(60), { maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.constantFrom("\n", "\r\n"), fc.boolean(), cutAt, (file, end, isClosed, cuts) => {
        const text = file.map((cells) => cells.map(({ written }) => written).join(",")).join(end);
        const held = file.map((cells) => cells.map(({ value }) => value));
        const endsInNothing = text === "" || text.endsWith("\n"); // that is a line break, not a line
        const whole = isClosed ? text + end : text;
        const places = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
        const pieces = places.slice(1).map((place, index) => whole.slice(places[index], place));
        expect(read(pieces)).toEqual(!isClosed && endsInNothing ? held.slice(0, -1) : held);
      }),
      { numRuns: 1_000 },
    );
  });

  test("reads a file that comes a character at a time", () => {
    expect(read([...'a,"b""\r\n,"\r\n🐫,c'])).toEqual([
      ["a", 'b"\r\n,'],
      ["🐫", "c"],
    ]);
  });

  test("gives each line as soon as it has ended", () => {
    const csv = createCsvReader();
    expect(csv.push('a,b\n"c')).toEqual([["a", "b"]]);
    expect(csv.push('"\n')).toEqual([["c"]]);
    expect(csv.end()).toEqual([]);
  });

  test("refuses a file that ends within quotes: what is missing would be lost unseen", () => {
    expect(() => read(['a,"b'])).toThrow("within quotes");
  });

  test("does not collect a cell that never ends", () => {
    const csv = createCsvReader();
    expect(() => {
      for (let count = 0; count < 40; count++) csv.push(`"${"x".repeat(65_536)}`.slice(count && 1));
    }).toThrow("does not end");
  });
});
