import { expect, test } from "vitest";
import { readContactLimit } from "./contact-limit.ts";

test.each([
  ["50000", 50_000],
  ["50 000", 50_000],
  ["50\u00a0000", 50_000],
  [" 50,000 ", 50_000],
  ["1", 1],
  ["2147483647", 2_147_483_647],
  ["", null],
  ["  ", null],
  ["0", undefined],
  ["-5", undefined],
  ["1.5", undefined],
  ["2147483648", undefined],
  ["many", undefined],
])("a contract of %j is read as %j contacts", (written, limit) => {
  expect(readContactLimit(written)).toBe(limit);
});
