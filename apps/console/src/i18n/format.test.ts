import { describe, expect, test } from "vitest";
import { makeFormat } from "./format.ts";

const english = makeFormat("en", "Asia/Almaty");
const kazakh = makeFormat("kk", "Asia/Almaty");
const soft = (text: string) => text.replace(/\u00a0|\u202f/g, " ");
const NOON = "2026-11-24T07:05:09.000Z"; // 12:05:09 in Almaty
const now = Date.parse(NOON);

describe("in Kazakh, with names of our own", () => {
  test("groups thousands by a blank, as CLDR has it", () => {
    expect(soft(kazakh.number(1_048_210))).toBe("1 048 210");
  });

  test("writes the month's name, which the browser does not know", () => {
    expect(kazakh.date(NOON)).toBe("2026 ж. 24 қараша");
    expect(kazakh.dateTime(NOON)).toBe("2026 ж. 24 қараша, 12:05");
  });

  test("counts back in words", () => {
    expect(kazakh.ago("2026-11-24T07:05:09.000Z", now)).toBe("қазір");
    expect(kazakh.ago("2026-11-24T07:00:09.000Z", now)).toBe("5 минут бұрын");
    expect(kazakh.ago("2026-11-21T07:00:09.000Z", now)).toBe("3 күн бұрын");
  });

  test("says spans and sizes", () => {
    expect(kazakh.span(75)).toBe("1 мин");
    expect(soft(kazakh.bytes(2_450_000))).toBe("2,5 МБ");
  });
});

describe("in English", () => {
  test("writes numbers, dates and times in the reader's time zone", () => {
    expect(english.number(48_210)).toBe("48,210");
    expect(english.date(NOON)).toBe("Nov 24, 2026");
    expect(english.clock(NOON)).toBe("12:05:09");
    expect(english.time("2026-11-23T19:00:00.000Z")).toBe("00:00");
  });

  test("counts back to the largest whole unit", () => {
    expect(english.ago("2026-11-24T07:04:10.000Z", now)).toBe("59 seconds ago");
    expect(english.ago("2026-11-24T07:04:09.000Z", now)).toBe("1 minute ago");
    expect(english.ago("2026-11-23T07:00:09.000Z", now)).toBe("yesterday");
  });

  test.each([
    [0.2, "1 s"],
    [59.4, "59 s"],
    [60, "1 min"],
    [3_900, "1 h 05 min"],
  ])("a span of %d seconds is %s", (seconds, words) => {
    expect(english.span(seconds)).toBe(words);
  });

  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1 kB"],
    [5_900_000_000, "5.9 GB"],
  ])("%d bytes are %s", (count, words) => {
    expect(english.bytes(count)).toBe(words);
  });
});

test("a share is never rounded up to a whole that is not reached", () => {
  expect(english.percent(0.9999)).toBe("99%");
  expect(english.percent(1)).toBe("100%");
});
