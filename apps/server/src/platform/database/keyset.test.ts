import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeCursor, encodeCursor, pageOf, pageSize } from "./keyset.ts";

describe("cursors", () => {
  test("give back the key they were made of", () => {
    const part = fc.oneof(fc.string({ unit: "grapheme" }), fc.integer());
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (key) => {
        expect(decodeCursor(encodeCursor(key), key.length)).toEqual(key);
      }),
    );
  });

  test("that are none of ours are refused, whatever they are", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text, 2)).toThrow("not a cursor");
      }),
    );
    expect(() => decodeCursor(encodeCursor(["a"]), 2)).toThrow("not a cursor");
  });
});

describe("a page", () => {
  test("says that there is another one when one row more was read", () => {
    const page = pageOf([1, 2, 3], 2, (row) => [row]);
    expect(page.edges.map(({ node }) => node)).toEqual([1, 2]);
    expect(page.pageInfo).toEqual({ hasNextPage: true, endCursor: encodeCursor([2]) });
  });

  test("of nothing has no end", () => {
    expect(pageOf([], 2, (row) => [row]).pageInfo).toEqual({ hasNextPage: false, endCursor: null });
  });

  test("may hold from 1 to 200", () => {
    expect(pageSize(1)).toBe(1);
    expect(pageSize(200)).toBe(200);
    for (const first of [0, -1, 201, 2 ** 31]) expect(() => pageSize(first)).toThrow("from 1 to 200");
  });
});
