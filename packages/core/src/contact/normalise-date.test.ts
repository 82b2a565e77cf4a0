import fc from "fast-check";
import { expect, test } from "vitest";
import { normaliseDate } from "./normalise-date.ts";

test.each([
  ["2021-02-11", "2021-02-11T00:00:00Z"],
  ["2021-02-11T23:03:03Z", "2021-02-11T23:03:03Z"],
  ["2021-02-11T23:03:03.000Z", "2021-02-11T23:03:03Z"],
  ["2021-02-11 23:03:03", "2021-02-11T23:03:03Z"],
  ["2021-02-11T23:03", "2021-02-11T23:03:00Z"],
  ["2021-02-11T23:03:03+05:00", "2021-02-11T18:03:03Z"],
  ["2021-02-11 23:03:03.123456+00", "2021-02-11T23:03:03Z"],
  ["2021-01-01T00:30:00+0545", "2020-12-31T18:45:00Z"],
  ["2020-12-31T23:30:00-01:00", "2021-01-01T00:30:00Z"],
  ["2024-02-29", "2024-02-29T00:00:00Z"],
  [" 2021-02-11 ", "2021-02-11T00:00:00Z"],
])("%s becomes %s", (raw, date) => {
  expect(normaliseDate(raw)).toBe(date);
});

test.each([
  "2021-02-29",
  "1900-02-29",
  "2021-04-31",
  "2021-13-01",
  "2021-00-10",
  "2021-02-11T24:00:00Z",
  "2021-02-11T23:60:00Z",
  "2021-02-11T23:03:03+15:00",
  "11.02.2021",
  "02/11/2021",
  "1613084583",
  "2021-2-1",
  "0000-01-01T00:00:00+05:00",
  "tomorrow",
])("%s is no date", (raw) => {
  expect(normaliseDate(raw)).toBeNull();
});

test("agrees with the calendar of the language on every instant of the years 1 to 9999", () => {
  const instants = fc.date({
    min: new Date("0001-01-02T00:00:00Z"),
    max: new Date("9999-12-30T00:00:00Z"),
    noInvalidDate: true,
  });
  const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
  fc.assert(
    fc.property(instants, offsets, (instant, offsetMinutes) => {
      const local = new Date(instant.getTime() + offsetMinutes * 60_000).toISOString().slice(0, 19);
      const sign = offsetMinutes < 0 ? "-" : "+";
      const clock = (minutes: number) => String(minutes).padStart(2, "0");
      const offset = `${sign}${clock(Math.floor(Math.abs(offsetMinutes) / 60))}:${clock(Math.abs(offsetMinutes) % 60)}`;
      expect(normaliseDate(local + offset)).toBe(`${instant.toISOString().slice(0, 19)}Z`);
    }),
  );
});
