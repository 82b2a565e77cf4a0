import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashRanges } from "./hash-ranges.ts";

const anyHash = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString("hex"));

describe("hashRanges", () => {
  test("has every hash in exactly one range", () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), anyHash, (rows, hash) => {
        const holding = [...hashRanges(rows)].filter(({ from, to }) => from <= hash && hash <= to);
        expect(holding).toHaveLength(1);
      }),
    );
  });

  test.each([
    [0, 1],
    [16_384, 1],
    [16_385, 2],
    [1_000_000, 64],
    [10_000_000, 1_024],
    [10_000_000_000, 65_536],
  ])("of %i rows makes %i ranges", (rows, ranges) => {
    expect([...hashRanges(rows)]).toHaveLength(ranges);
  });
});
