import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localClock } from "../testing/local-clock.ts";
import {
  checkRecurrence,
  lastOccurrence,
  nextOccurrence,
  type Recurrence,
  type Weekday,
} from "./recurrence.ts";

const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** Without a change, with one at 2, at 1 UTC, at midnight, in the south, by half an hour, at 45 minutes past, and with Ramadan. */
const ZONES = [
  "Asia/Almaty",
  "America/New_York",
  "Europe/Berlin",
  "Africa/Cairo",
  "America/Santiago",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Africa/Casablanca",
];

const aRecurrence = (changes: Partial<Recurrence> = {}): Recurrence => ({
  ...{ timeZone: "Asia/Almaty", days: EVERY_DAY, times: ["03:00"] },
  ...changes,
});

const due = (recurrence: Recurrence, after: string) =>
  nextOccurrence(recurrence, new Date(after)).toISOString();

describe("nextOccurrence", () => {
  it("is by the clocks of the place", () => {
    expect(due(aRecurrence({ days: [1] }), "2026-11-24T00:00:00Z")).toBe("2026-11-29T22:00:00.000Z");
  });

  it("is never the instant itself, but the next", () => {
    expect(due(aRecurrence(), "2026-11-23T22:00:00Z")).toBe("2026-11-24T22:00:00.000Z");
  });

  it("comes later by as much as the clock was put forward, where the time is skipped", () => {
    const recurrence = aRecurrence({ timeZone: "America/New_York", times: ["02:30"] });
    expect(due(recurrence, "2026-03-08T00:00:00-05:00")).toBe("2026-03-08T07:30:00.000Z"); // 03:30
  });

  it("comes once, the first time, where the clock shows the time twice", () => {
    const recurrence = aRecurrence({ timeZone: "America/New_York", times: ["01:30"] });
    const first = due(recurrence, "2026-11-01T00:00:00-04:00");
    expect(first).toBe("2026-11-01T05:30:00.000Z");
    expect(due(recurrence, first)).toBe("2026-11-02T06:30:00.000Z");
  });

  it("passes over a day that a place has skipped", () => {
    const recurrence = aRecurrence({ timeZone: "Pacific/Apia", days: [5], times: ["10:00"] });
    expect(due(recurrence, "2011-12-24T00:00:00Z")).toBe("2012-01-05T20:00:00.000Z"); // Friday the 30th never was
  });
});

describe("a year of schedules", () => {
  it.each(ZONES)("agrees with the clock on the wall in %s", (timeZone) => {
    const times = ["00:15", "02:30", "03:00", "23:45"];
    const recurrence = aRecurrence({ timeZone, days: [1, 2, 4, 5, 6, 7], times });
    const [from, until] = [Date.parse("2026-01-01T00:00:00Z"), Date.parse("2027-01-01T00:00:00Z")];
    const expected = localClock(timeZone).dueInstants(recurrence, from, until);

    const found: number[] = [];
    for (let at = from; ; ) {
      at = nextOccurrence(recurrence, new Date(at)).getTime();
      if (at >= until) break;
      found.push(at);
    }

    expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThan(1_200);
  });

  it("goes backward as it goes forward", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.subarray([...EVERY_DAY], { minLength: 1 }),
        fc.uniqueArray(fc.constantFrom("00:00", "01:30", "02:30", "12:00", "23:59"), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
        (timeZone, days, times, after) => {
          const recurrence = { timeZone, days, times };
          const next = nextOccurrence(recurrence, after);
          expect(lastOccurrence(recurrence, next)).toEqual(next);
          expect(lastOccurrence(recurrence, new Date(next.getTime() - 1)).getTime()).toBeLessThanOrEqual(
            after.getTime(),
          );
        },
      ),
    );
  });
});

describe("checkRecurrence", () => {
  it("finds nothing wrong with one that can be kept", () => {
    expect(checkRecurrence(aRecurrence({ times: ["00:00", "06:00", "12:00", "23:59"] }))).toEqual([]);
  });

  it.each([
    [{ timeZone: "Asia/Atlantis" }, "time-zone-unknown"],
    [{ timeZone: "+05:00" }, "time-zone-unknown"],
    [{ days: [] }, "no-day"],
    [{ days: [8 as Weekday] }, "day-malformed"],
    [{ times: [] }, "no-time"],
    [{ times: ["24:00"] }, "time-malformed"],
    [{ times: ["3:00"] }, "time-malformed"],
    [{ times: ["00:00", "01:00", "02:00", "03:00", "04:00"] }, "too-many-times"],
  ])("says what is wrong with %j", (changes, code) => {
    expect(checkRecurrence(aRecurrence(changes)).map((issue) => issue.code)).toEqual([code]);
  });
});
