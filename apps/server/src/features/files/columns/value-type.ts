/**
 * What a text is, judged carefully: what is not surely a number, a date or yes-or-no stays text.
 *
 * Reads  : one value of a file.
 * Writes : nothing. Pure.
 * Used by: `ColumnTally`.
 */

/** At most 15 digits, which a double holds exactly. No sign plus, no leading zero, no exponent: those are phones and codes. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const MAX_DIGITS = 15;
const BOOLEAN = /^(?:true|false)$/i;
const DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?$/;

export function isNumberText(text: string): boolean {
  const others = (text.startsWith("-") ? 1 : 0) + (text.includes(".") ? 1 : 0);
  return text.length - others <= MAX_DIGITS && NUMBER.test(text);
}

export const isBooleanText = (text: string): boolean => BOOLEAN.test(text);

/** ISO 8601: a date that exists, alone or with a time. */
export function isDateText(text: string): boolean {
  if (text.charCodeAt(4) !== 45) return false; // "-", which almost no other text has here
  const match = DATE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

const daysIn = (year: number, month: number) => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

const ADDRESS = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

/** Near enough to tell a column of addresses from others; whether one can be sent to is the core's to say. */
export const looksLikeAddress = (text: string): boolean => text.includes("@") && ADDRESS.test(text.trim());
