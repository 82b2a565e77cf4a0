/**
 * When something is due again and again: on chosen days, at chosen times, by the clocks of one place.
 *
 * Reads  : a recurrence, an instant.
 * Writes : nothing. Pure; the clock is the caller's.
 * Used by: the refresh and the exports that have a schedule of their own.
 */
import { Temporal } from "temporal-polyfill";

/** ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export type Recurrence = {
  /** IANA name, such as `Asia/Almaty`. */
  readonly timeZone: string;
  /** At least one. All seven is daily. */
  readonly days: readonly Weekday[];
  /** `HH:MM` of a 24-hour day, one to four. */
  readonly times: readonly string[];
};

export type RecurrenceIssue =
  | { readonly code: "time-zone-unknown" }
  | { readonly code: "no-day" }
  | { readonly code: "day-malformed" }
  | { readonly code: "no-time" }
  | { readonly code: "time-malformed"; readonly time: string }
  | { readonly code: "too-many-times"; readonly limit: number };

export const MAX_TIMES_A_DAY = 4;

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** What is wrong with a recurrence; nothing where it can be kept. */
export function checkRecurrence({ timeZone, days, times }: Recurrence): readonly RecurrenceIssue[] {
  const issues: RecurrenceIssue[] = [];
  if (!isTimeZone(timeZone)) issues.push({ code: "time-zone-unknown" });
  if (days.length === 0) issues.push({ code: "no-day" });
  if (days.some((day) => !Number.isInteger(day) || day < 1 || day > 7))
    issues.push({ code: "day-malformed" });
  if (times.length === 0) issues.push({ code: "no-time" });
  for (const time of times) if (!TIME.test(time)) issues.push({ code: "time-malformed", time });
  if (new Set(times).size > MAX_TIMES_A_DAY) issues.push({ code: "too-many-times", limit: MAX_TIMES_A_DAY });
  return issues;
}

function isTimeZone(timeZone: string): boolean {
  if (!/^[A-Za-z]/.test(timeZone)) return false; // an offset has no daylight-saving time: it is no place
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return true;
  } catch {
    return false;
  }
}

/**
 * The first instant after `after` at which it is due.
 *
 * A time that a clock skips when it is put forward comes later by as much as was skipped; a time that a clock shows twice
 * comes once, the first time (RFC 5545, section 3.3.5). A day that a place has skipped altogether has no times.
 *
 * @param recurrence - one that {@link checkRecurrence} has passed.
 * @example
 * nextOccurrence({ timeZone: "Asia/Almaty", days: [1], times: ["03:00"] }, new Date("2026-11-24T00:00:00Z"));
 * // 2026-11-29T22:00:00Z
 */
export function nextOccurrence(recurrence: Recurrence, after: Date): Date {
  return seek(recurrence, after, 1);
}

/**
 * The last instant at or before `until` at which it was due: what has been missed, once, however often it was due meanwhile.
 *
 * @param recurrence - one that {@link checkRecurrence} has passed.
 */
export function lastOccurrence(recurrence: Recurrence, until: Date): Date {
  return seek(recurrence, until, -1);
}

/** One chosen weekday a week, and one that a place may have skipped, with room to spare. */
const DAYS_LOOKED_AT = 22;

function seek(recurrence: Recurrence, from: Date, step: 1 | -1): Date {
  const fromMs = from.getTime();
  const today = dateAt(fromMs, recurrence.timeZone);
  // A time that was skipped may come on the day after its own: one day more is looked at on either side.
  let found: readonly number[] = [];
  for (let passed = -1; passed < DAYS_LOOKED_AT; passed++) {
    const isLast = found.length > 0;
    const instants = instantsOn(today.add({ days: passed * step }), recurrence);
    found = [...found, ...instants.filter((at) => (step === 1 ? at > fromMs : at <= fromMs))];
    if (isLast) return new Date(step === 1 ? Math.min(...found) : Math.max(...found));
  }
  throw new Error("A recurrence without a day or a time is never due.");
}

const dateAt = (ms: number, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate();

function instantsOn(date: Temporal.PlainDate, { timeZone, days, times }: Recurrence): readonly number[] {
  const at = (plainTime: string) => date.toZonedDateTime({ timeZone, plainTime });
  const isSkipped = !at("12:00").toPlainDate().equals(date); // Samoa went from 29 to 31 December 2011
  if (isSkipped || !days.includes(date.dayOfWeek as Weekday)) return [];
  return times.map((time) => at(time).epochMilliseconds);
}
