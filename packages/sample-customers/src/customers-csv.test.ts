import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { CUSTOMER_COLUMNS, customers, customersCsv } from "./index.ts";

describe("customersCsv", () => {
  test("gives the same bytes today as the day this was written", async () => {
    const bytes = await text(customersCsv({ count: 2_000, seed: 7 }));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(
      "3bfeb98af758b10368745137ba9d213f3d67eb3323ffe69faabb2aec626a3a29",
    );
  });

  test("begins a longer file with the shorter one, and another seed with other people", async () => {
    const [short, long, other] = await Promise.all([
      text(customersCsv({ count: 700 })),
      text(customersCsv({ count: 1_300 })),
      text(customersCsv({ count: 700, seed: 2 })),
    ]);
    expect(long.startsWith(short)).toBe(true);
    expect(other).not.toBe(short);
  });

  test("reads back value by value through a parser that is not ours, line breaks and quotes included", async () => {
    const rows = parse(await text(customersCsv({ count: 5_000 })), { columns: true }) as Record<
      string,
      string
    >[];
    expect(rows).toEqual([...customers({ count: 5_000 })]);
    expect(Object.keys(rows[0] ?? {})).toEqual(CUSTOMER_COLUMNS);
    expect(rows.some(({ first_name }) => first_name?.includes("\n"))).toBe(true);
    expect(rows.some(({ first_name }) => first_name?.includes('"'))).toBe(true);
  });

  test("is a header alone for nobody", async () => {
    expect(await text(customersCsv({ count: 0 }))).toBe(`${CUSTOMER_COLUMNS.join(",")}\r\n`);
  });
});
