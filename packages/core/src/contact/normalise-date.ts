const ISO_8601 =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?:(Z)|([+-])(\d\d):?(\d\d)?)?)?$/i;

/**
 * An ISO 8601 date or instant in the form SendGrid gives back, `2021-02-11T23:03:03Z`, or null where it is none.
 *
 * A date alone is its first moment in UTC, a time without an offset is in UTC, fractions of a second go.
 */
export function normaliseDate(raw: string): string | null {
  const match = ISO_8601.exec(raw.trim());
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const local = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  const written = `${match[1]}-${match[2]}-${match[3]}T${match[4] ?? "00"}:${match[5] ?? "00"}:${match[6] ?? "00"}`;
  if (!new Date(local).toISOString().startsWith(written)) return null;
  const sign = match[8] === "-" ? -1 : 1;
  const offsetMinutes = sign * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  if (Math.abs(offsetMinutes) > 18 * 60) return null;
  const instant = new Date(local - offsetMinutes * 60_000).toISOString();
  return /^\d{4}-/.test(instant) ? `${instant.slice(0, 19)}Z` : null;
}
