import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFile } from "../../../testing/read-file.ts";
import { MAX_RECORD_BYTES } from "./line-fault.ts";

type Spectrum = (
  done: (error: Error | null, cases: { name: string; csv: Buffer; json: Buffer }[]) => void,
) => void;
const spectrum: Spectrum = createRequire(import.meta.url)("csv-spectrum");

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe("CsvReader", () => {
  test("reads every case of csv-spectrum as it should be, and rejects the line with bare quotes by its number", async () => {
    const cases = await new Promise<Parameters<Parameters<Spectrum>[0]>[1]>((resolve, reject) => {
      spectrum((error, all) => (error ? reject(error) : resolve(all)));
    });
    expect(cases).toHaveLength(12);
    for (const { name, csv, json } of cases) {
      const { columns, rows, rejected } = await readFile(csv);
      if (name === "location_coordinates") {
        expect({ rows, rejected }).toEqual({ rows: [], rejected: [[2, "quote-stray"]] });
        continue;
      }
      const objects = rows.map(([, cells]) =>
        Object.fromEntries((cells as string[]).map((cell, index) => [columns[index], cell])),
      );
      expect(objects, name).toEqual(JSON.parse(json.toString()));
    }
  });

  test("gives back any table that was written as CSV, however it is cut into chunks", async () => {
    const cell = fc
      .string({ unit: "binary", maxLength: 12 })
      .map((text) => text.replaceAll("\0", "").toWellFormed());
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    const delimiter = fc.constantFrom(",", ";", "\t");
    const lineBreak = fc.constantFrom("\n", "\r\n");
    await fc.assert(
      fc.asyncProperty(
        table,
        delimiter,
        lineBreak,
        fc.integer({ min: 1, max: 40 }),
        async (rows, by, br, chunk) => {
          const lines = [["a", "b", "c"], ...rows].map((cells) => cells.map(quoted).join(by));
          const read = await readFile(lines.join(br), chunk);
          expect(read.rejected).toEqual([]);
          expect(read.rows.map(([, cells]) => cells)).toEqual(rows);
        },
      ),
    );
  });

  test("a broken line costs itself alone, wherever it stands and whatever is broken about it", async () => {
    const broken = fc.constantFrom<[string, string]>(
      ['x,"y', "quote-unclosed"],
      ['x,"y"z', "quote-stray"],
      ['x,y"z', "quote-stray"],
      ["x", "column-count"],
      ["x,y,z", "column-count"],
      ["x,\0", "null-character"],
    );
    const line = fc.oneof({ weight: 3, arbitrary: fc.nat().map((n) => `${n},ok`) }, broken);
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 64 }),
        async (lines, chunk) => {
          const text = lines.map((each) => (typeof each === "string" ? each : each[0])).join("\n");
          const { rows, rejected } = await readFile(`id,state\n${text}\n`, chunk);
          const good = lines.flatMap((each, index) =>
            typeof each === "string" ? [[index + 2, each.split(",")]] : [],
          );
          const bad = lines.flatMap((each, index) => (typeof each === "string" ? [] : [index + 2]));
          expect(rows).toEqual(good);
          expect(rejected.map(([at]) => at)).toEqual(bad);
        },
      ),
    );
  });

  test("numbers a row by the line it begins on, also behind values of several lines", async () => {
    const { rows } = await readFile('id,note\r\n1,"two\r\nlines"\r\n2,"three\n\nlines"\r\n3,one\r\n');
    expect(rows.map(([line]) => line)).toEqual([2, 4, 7]);
  });

  test("passes over blank lines, counting them, and reads files of old Macs", async () => {
    expect(await readFile("\n\nid,note\n\n1,a\n\n")).toMatchObject({
      columns: ["id", "note"],
      rows: [[5, ["1", "a"]]],
    });
    expect(await readFile("id,note\r1,a\r2,b")).toMatchObject({
      rows: [
        [2, ["1", "a"]],
        [3, ["2", "b"]],
      ],
    });
  });

  test("tells bytes that are no UTF-8 from the character that stands for them", async () => {
    const text = Buffer.concat([
      Buffer.from("id,name\n1,"),
      Buffer.from([0xe9]),
      Buffer.from("\n2,\ufffd\n"),
    ]);
    expect(await readFile(text)).toMatchObject({ rows: [[3, ["2", "\ufffd"]]], rejected: [[2, "not-utf8"]] });
  });

  test("rejects a record that is longer than what may be held, and one that is exactly as long not", async () => {
    const exact = "x".repeat(MAX_RECORD_BYTES - "1,\n".length);
    const file = `id,text\n1,${exact}\n2,${exact}x\n3,${exact.repeat(3)}\n4,ok\n`;
    const { rows, rejected } = await readFile(file, 10_000);
    expect(rows.map(([line]) => line)).toEqual([2, 5]);
    expect(rejected).toEqual([
      [3, "record-too-large"],
      [4, "record-too-large"],
    ]);
  });

  test("a quote that is never closed does not swallow megabytes of good lines", async () => {
    const good = Array.from({ length: 150_000 }, (_, index) => `${index},${"y".repeat(20)}`);
    const { rows, rejected } = await readFile(`id,text\n0,"open\n${good.join("\n")}\n`);
    expect(rejected).toEqual([[2, "quote-unclosed"]]);
    expect(rows).toHaveLength(150_000);
  });
});
