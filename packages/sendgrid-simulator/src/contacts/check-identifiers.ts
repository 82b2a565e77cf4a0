/**
 * What tells one contact from another: e-mail, phone number id, external id, anonymous id; and the other addresses.
 *
 * Reads  : one contact of a request.
 * Writes : the identifiers beside the e-mail, and the alternate e-mails, into `fields`; what is wrong.
 * Used by: `check-contacts.ts`.
 */
import {
  IDENTIFIER_TYPES,
  type IdentifierType,
  MAX_ALTERNATE_EMAILS,
  MAX_IDENTIFIER_LENGTH,
  type StoredFields,
} from "./contact-fields.ts";
import { isLongerThan, tooLong } from "./field-length.ts";
import type { Findings } from "./findings.ts";
import { isEmail } from "./is-email.ts";
import { isPhoneNumber } from "./is-phone-number.ts";

/** @returns the e-mail as it is stored; null if there is none. */
export function checkIdentifiers(
  contact: Record<string, unknown>,
  fields: StoredFields,
  { at }: Pick<Findings, "at">,
): string | null {
  const email = identifier(contact.email, "email", at);
  let isNamed = email !== null;
  for (const type of IDENTIFIER_TYPES) {
    const value = identifier(contact[type], type, at);
    if (value === null) continue;
    fields[type] = value;
    isNamed = true;
  }
  if (!isNamed && !contact.email && !IDENTIFIER_TYPES.some((type) => contact[type])) {
    at("email", "at least one identifier is required");
  }
  if (contact.alternate_emails !== undefined) checkAlternateEmails(contact.alternate_emails, fields, at);
  return email?.toLowerCase() ?? null;
}

function identifier(value: unknown, type: IdentifierType | "email", at: Findings["at"]): string | null {
  if (value === undefined || value === "") return null;
  if (typeof value !== "string") at(type, "must be a string");
  else if (isLongerThan(value, MAX_IDENTIFIER_LENGTH)) at(type, tooLong(MAX_IDENTIFIER_LENGTH));
  else if (type === "email" && !isEmail(value)) at(type, `email '${value}' is not valid`);
  else if (type === "phone_number_id" && !isPhoneNumber(value))
    at(type, `phone_number_id '${value}' is not valid`);
  else return value;
  return null;
}

function checkAlternateEmails(value: unknown, fields: StoredFields, at: Findings["at"]): void {
  if (!Array.isArray(value)) {
    at("alternate_emails", "must be an array");
    return;
  }
  if (value.length > MAX_ALTERNATE_EMAILS)
    at("alternate_emails", `at most ${MAX_ALTERNATE_EMAILS} are allowed`);
  const emails: string[] = [];
  for (const [index, email] of value.entries()) {
    if (typeof email !== "string") at(`alternate_emails[${index}]`, "must be a string");
    else if (!isEmail(email)) at(`alternate_emails[${index}]`, `email '${email}' is not valid`);
    else emails.push(email.toLowerCase());
  }
  fields.alternate_emails = emails.length > 0 ? emails : null;
}
