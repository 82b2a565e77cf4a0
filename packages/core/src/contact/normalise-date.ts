/** Year, month, day, then hour, minute, second, then the offset: each part within its own bounds. */
const ISO_8601 =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/i;

const UTC = /^(?:Z|[+-]00(?::?00)?)$/i;

/**
 * An ISO 8601 date or instant in the form SendGrid gives back, `2021-02-11T23:03:03Z`, or null where it is none.
 *
 * A date alone is its first moment in UTC, a time without an offset is in UTC, fractions of a second go.
 */
export function normaliseDate(raw: string): string | null {
  const match = ISO_8601.exec(raw.trim());
  if (match === null) return null;
  const [, year, month, day, hour = "00", minute = "00", second = "00", offset = "Z"] = match;
  if (Number(day) > 28 && Number(day) > daysIn(Number(year), Number(month))) return null;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  return UTC.test(offset) ? `${local}Z` : inUtc(local, offset);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Null where the offset carries it out of the years 0 to 9999. */
function inUtc(local: string, offset: string): string | null {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(":", ""));
  const instant = new Date(Date.parse(`${local}Z`) - (offset.startsWith("-") ? -minutes : minutes) * 60_000);
  const [utc] = instant.toISOString().split(".");
  return utc?.length === local.length ? `${utc}Z` : null;
}
