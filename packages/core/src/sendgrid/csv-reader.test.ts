import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCsvReader } from "./csv-reader.ts";
import { parseCsv } from "./parse-csv.ts";

function read(pieces: readonly string[]) {
  const csv = createCsvReader();
  return [...pieces.flatMap((piece) => csv.push(piece)), ...csv.end()];
}

const cell = fc.string({ unit: fc.constantFrom("a", "é", "🐫", '"', ",", "\n", "\r\n", " "), maxLength: 6 });
const plain = fc.string({ unit: fc.constantFrom("b", "ә", " ", "🐪"), maxLength: 4 });
const written = fc.oneof(
  cell.map((value) => `"${value.replaceAll('"', '""')}"`),
  plain,
);
const file = fc
  .array(fc.array(written, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 })
  .chain((lines) =>
    fc.record({ end: fc.constantFrom("\n", "\r\n"), closed: fc.boolean() }).map(({ end, closed }) => {
      return lines.map((cells) => cells.join(",")).join(end) + (closed ? end : "");
    }),
  );

describe("createCsvReader", () => {
  test("reads what parseCsv reads, wherever the pieces are cut", () => {
    fc.assert(
      fc.property(file, fc.array(fc.nat(60), { maxLength: 8 }), (text, cuts) => {
        const places = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
        const lines = parseCsv(text);
        const isClosed = text === "" || text.endsWith("\n");
        expect(read(pieces)).toEqual(isClosed ? lines.slice(0, -1) : lines);
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
