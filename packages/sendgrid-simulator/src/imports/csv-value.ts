/**
 * A CSV file's own rules for dates and numbers, which are narrower than the API's.
 *
 * @see docs.sendgrid.com "Formatting a CSV": dates as MM/DD/YYYY, numbers as digits and one decimal separator
 */
import { readDate } from "../contacts/read-date.ts";

/** SendGrid's words for a number it cannot read. */
export const FLOAT_ERROR = "Float type conversion error";

const DATE = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/;
const NUMBER = /^\d+(?:\.\d{1,2})?$/;

/**
 * @returns the date as it is stored; null for any other form, ISO 8601 among them.
 * @example
 * readCsvDate("2/29/2024"); // "2024-02-29T00:00:00Z"
 */
export function readCsvDate(text: string): string | null {
  const [, month, day, year] = DATE.exec(text) ?? [];
  return month === undefined ? null : readDate(`${month}/${day}/${year}`);
}

/** @returns null for a minus, a thousands separator, or more than two decimals. */
export const readCsvNumber = (text: string): number | null => (NUMBER.test(text) ? Number(text) : null);
