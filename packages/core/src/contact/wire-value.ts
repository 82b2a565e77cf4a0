/**
 * One value on its way into one SendGrid field: checked by that field's limits and written as SendGrid takes it.
 *
 * Reads  : a value of a profile's attributes, as JSON has it.
 * Writes : nothing. Pure.
 * Used by: the data matching; preview and run alike.
 */
import { fail, ok, type Result } from "../result.ts";
import { alternateEmailsRule } from "./alternate-emails.ts";
import { normaliseDate } from "./normalise-date.ts";
import { normaliseEmail } from "./normalise-email.ts";
import { type Rejection, rejection } from "./rejection.ts";
import type { TargetField } from "./target-field.ts";

/** What SendGrid would get; null where there is nothing to send, which leaves what SendGrid has untouched. */
export type WireValue = string | number | readonly string[] | null;

/** What the rules of some fields have to know of the rest of the contact. */
export type Person = {
  /** Null where there is none that can be sent. */
  readonly email: string | null;
  /** ISO 3166-1 alpha-2; null where the contact's country is not matched, or not a country. */
  readonly countryCode: string | null;
};

export const NOBODY: Person = { email: null, countryCode: null };

/** Turns an attribute into the value of one SendGrid field. */
export type ToWire = (attribute: unknown, person: Person) => Result<WireValue, Rejection>;

/** How places and phone numbers are written. */
export type Spelling = {
  /** ISO 3166-1 alpha-2, or null. */
  countryCode(text: string): string | null;
  /** What is no country stays as it is. */
  country(text: string): string;
  region(text: string, countryCode: string | null): string;
  /** E.164, or null where it is no number. */
  phone(text: string, countryCode: string | null): string | null;
};

const NOTHING: Result<null, never> = ok(null);
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The rule of the one field that is required: there is an address, or a rejection. */
export function emailRule(attribute: unknown): Result<string, Rejection> {
  return normaliseEmail(typeof attribute === "string" ? attribute : "");
}

/** The rule of one field, made once and used for every profile. */
export function wireRule(target: TargetField, spelling: Spelling): ToWire {
  if (target.id === "email") return emailRule;
  if (target.type === "text-list") return alternateEmailsRule(target);
  const convert = conversion(target, spelling);
  const nested = fail(rejection("nested-value", target, "takes one value, not a list or an object"));
  return (attribute, person) => {
    if (typeof attribute === "string") return isBlank(attribute) ? NOTHING : convert(attribute, person);
    if (typeof attribute === "number" || typeof attribute === "boolean")
      return convert(String(attribute), person);
    return typeof attribute === "object" && attribute !== null ? nested : NOTHING;
  };
}

type Convert = (text: string, person: Person) => Result<WireValue, Rejection>;

function conversion(target: TargetField, spelling: Spelling): Convert {
  if (target.id === "phone_number_id") {
    const malformed = fail(
      rejection("phone-malformed", target, "takes a number with its country's code, as +77011234567"),
    );
    return (text, { countryCode }) => wire(spelling.phone(text, countryCode), malformed);
  }
  if (target.type === "date") {
    const malformed = fail(
      rejection("date-malformed", target, "takes ISO 8601 dates, as 2021-02-11 or 2021-02-11T23:03:03Z"),
    );
    return (text) => wire(normaliseDate(text), malformed);
  }
  if (target.type === "number") {
    const malformed = fail(
      rejection("number-malformed", target, "takes a decimal number that 64 bits hold exactly"),
    );
    return (text) => wire(exactNumber(text), malformed);
  }
  const fit = withinLimit(target);
  if (target.id === "country") return (text) => fit(spelling.country(text));
  if (target.id === "state_province_region")
    return (text, { countryCode }) => fit(spelling.region(text, countryCode));
  return fit;
}

function withinLimit(target: TargetField): (text: string) => Result<string, Rejection> {
  if (target.maxLength === null) return ok;
  const limit = target.maxLength;
  const tooLong = fail({ ...rejection("too-long", target, `takes up to ${limit} characters`), limit });
  return (text) => (text.length > limit && codePoints(text) > limit ? tooLong : ok(text));
}

const wire = (value: WireValue, malformed: Result<never, Rejection>) =>
  value === null ? malformed : ok(value);

/** A first character that is visible ASCII answers for most values. */
export function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && text.trim() === "";
}

/** Null for what is no number, and for whole numbers whose last digits would get lost. */
function exactNumber(text: string): number | null {
  const trimmed = text.trim();
  const number = DECIMAL.test(trimmed) ? Number(trimmed) : Number.NaN;
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : null;
}

/** The unit of `maxLength` in SendGrid's OpenAPI files: JSON Schema counts characters, not UTF-16 units or bytes. */
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
