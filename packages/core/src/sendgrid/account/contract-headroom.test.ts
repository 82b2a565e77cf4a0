import { expect, test } from "vitest";
import { contractHeadroom, contractLimit } from "./contract-headroom.ts";

test.each([
  ["free", null, 2_000],
  ["free", 50_000, 2_000],
  ["paid", 50_000, 50_000],
  ["paid", null, null],
  [null, 50_000, 50_000],
  [null, null, null],
] as const)("the limit of an account of type %s where a person has said %s is %s", (type, told, limit) => {
  expect(contractLimit(type, told)).toBe(limit);
});

test.each([
  [0, 2_000, 2_000],
  [1_999, 2_000, 1],
  [2_000, 2_000, 0],
  [2_001, 2_000, 0],
  [5, null, null],
])("with %i billable of %s there is room for %s more", (billable, limit, headroom) => {
  expect(contractHeadroom({ billable, limit })).toBe(headroom);
});
