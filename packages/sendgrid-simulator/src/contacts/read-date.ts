/** ISO 8601 date, or date and time with a zone or without one (taken as UTC). */
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/;
const TIME_TO_THE_SECOND = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const US = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads a Date field's value as SendGrid stores it: UTC, to the second.
 *
 * @returns null for what is no date. Unix seconds are none: such rows were lost (sendgrid-go#366).
 * @example
 * readDate("2021-02-11T23:03:03.000Z"); // "2021-02-11T23:03:03Z"
 */
export function readDate(value: string | number): string | null {
  if (typeof value === "number") return null;
  const iso = ISO.exec(value);
  if (iso) {
    const [, year = "", month = "", day = "", time, zone = "Z"] = iso;
    if (!isDay(Number(year), Number(month), Number(day))) return null;
    if (time === undefined) return `${year}-${month}-${day}T00:00:00Z`;
    if (zone === "Z" && TIME_TO_THE_SECOND.test(time)) return `${year}-${month}-${day}T${time}Z`;
    return inUtc(`${year}-${month}-${day}T${time}${zone}`);
  }
  const us = US.exec(value);
  if (!us) return null;
  const [, month = "", day = "", year = ""] = us;
  if (!isDay(Number(year), Number(month), Number(day))) return null;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}T00:00:00Z`;
}

/** Reckoned, not asked of `Date`, which rolls 30 February over into March and takes ten times as long. */
function isDay(year: number, month: number, day: number): boolean {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeapYear ? 29 : (MONTH_DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

function inUtc(text: string): string | null {
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? null : `${instant.toISOString().slice(0, 19)}Z`;
}
