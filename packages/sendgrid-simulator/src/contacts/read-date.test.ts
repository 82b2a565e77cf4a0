import { describe, expect, test } from "vitest";
import { readDate } from "./read-date.ts";

describe("readDate", () => {
  test.each([
    ["2021-02-11T23:03:03.000Z", "2021-02-11T23:03:03Z"],
    ["2021-02-11T23:03:03+05:00", "2021-02-11T18:03:03Z"],
    ["2021-02-11 23:03", "2021-02-11T23:03:00Z"],
    ["2021-02-11 23:59:59", "2021-02-11T23:59:59Z"],
    ["2026-11-24", "2026-11-24T00:00:00Z"],
    ["2/3/2026", "2026-02-03T00:00:00Z"],
    ["02/29/2024", "2024-02-29T00:00:00Z"],
  ])("reads %s as %s", (value, expected) => {
    expect(readDate(value)).toBe(expected);
  });

  test.each([
    "AAAAA",
    "1544997675",
    1_544_997_675,
    "2026-02-30",
    "02/29/2026",
    "13/01/2026",
    "24.11.2026",
    "2026-11-24T25:00Z",
    "2026-11-24T24:00:01Z",
    "2026-11-24T23:60:00Z",
    "",
  ])("takes %s for no date", (value) => {
    expect(readDate(value)).toBeNull();
  });
});
