/** ISO 8601 date, or date and time with a zone or without one (taken as UTC). */
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/;
const US = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

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
  if (iso) return exactly(iso[1] ?? "", iso[2] ?? "00:00:00", iso[3] ?? "Z");
  const us = US.exec(value);
  if (us) return exactly(`${us[3]}-${us[1]?.padStart(2, "0")}-${us[2]?.padStart(2, "0")}`, "00:00:00", "Z");
  return null;
}

/** JavaScript rolls 30 February over into March; a day that does not come back as it went in is no day. */
function exactly(day: string, time: string, zone: string): string | null {
  const dayAlone = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(dayAlone.getTime()) || dayAlone.toISOString().slice(0, 10) !== day) return null;
  const instant = new Date(`${day}T${time}${zone}`);
  if (Number.isNaN(instant.getTime())) return null;
  return `${instant.toISOString().slice(0, 19)}Z`;
}
