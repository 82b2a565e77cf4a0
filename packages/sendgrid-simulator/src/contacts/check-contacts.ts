/**
 * The upsert's checks, as SendGrid makes them: at once, and of the whole request.
 *
 * Reads  : `contacts` of `PUT /v3/marketing/contacts`, and the account's custom fields.
 * Writes : nothing. Pure.
 * Used by: `upsert-contacts.ts`.
 *
 * Two kinds of mistake, two fates (both recorded of live accounts, 2021): a malformed e-mail refuses the whole
 * request with 400; a bad date, number or phone is accepted with 202, and that row is then silently not applied.
 */
import type { CustomField } from "../fields/field-store.ts";
import type { WireError } from "../http/errors.ts";
import { checkCustomFields } from "./check-custom-fields.ts";
import { MAX_ALTERNATE_EMAILS, MAX_EMAIL_LENGTH, type StoredFields, TEXT_FIELDS } from "./contact-fields.ts";
import { isLongerThan, tooLong } from "./field-length.ts";
import { isEmail } from "./is-email.ts";
import { isPhoneNumber } from "./is-phone-number.ts";

/** A row that will be applied. */
export type CheckedRow = { readonly email: string; readonly fields: StoredFields };
/** A row that was accepted and will not be applied. `number` is its place in the request. */
export type RowError = { readonly number: number; readonly identifier: string; readonly message: string };

export type CheckedContacts = {
  /** Any of these, and the request is refused. */
  readonly errors: readonly WireError[];
  readonly rows: readonly CheckedRow[];
  readonly rowErrors: readonly RowError[];
};

export function checkContacts(
  contacts: readonly unknown[],
  customFields: ReadonlyMap<string, CustomField>,
): CheckedContacts {
  const errors: WireError[] = [];
  const rows: CheckedRow[] = [];
  const rowErrors: RowError[] = [];
  const unknownFields = new Set<string>();

  for (const [number, contact] of contacts.entries()) {
    const at = (field: string, message: string) =>
      errors.push({ field: `contacts[${number}].${field}`, message });
    if (!isRecord(contact)) {
      errors.push({ field: `contacts[${number}]`, message: "must be an object" });
      continue;
    }
    const email = checkEmail(contact.email, at);
    const fields: StoredFields = {};
    const late: string[] = [];
    checkTextFields(contact, fields, at, late);
    checkAlternateEmails(contact.alternate_emails, fields, at);
    const custom = contact.custom_fields;
    if (custom !== undefined) {
      if (isRecord(custom)) checkCustomFields(custom, customFields, { fields, at, late, unknownFields });
      else at("custom_fields", "must be an object");
    }
    if (late.length > 0) rowErrors.push({ number, identifier: email, message: late.join("; ") });
    else rows.push({ email, fields });
  }

  if (unknownFields.size > 0) {
    errors.push({ message: `invalid custom field ids supplied - ${[...unknownFields].join(",")}` });
  }
  return { errors, rows, rowErrors };
}

type Report = (field: string, message: string) => void;

function checkEmail(value: unknown, at: Report): string {
  if (value === undefined || value === "") at("email", "at least one identifier is required");
  else if (typeof value !== "string") at("email", "must be a string");
  else if (isLongerThan(value, MAX_EMAIL_LENGTH)) at("email", tooLong(MAX_EMAIL_LENGTH));
  else if (!isEmail(value)) at("email", `email '${value}' is not valid`);
  else return value.toLowerCase();
  return "";
}

function checkTextFields(
  contact: Record<string, unknown>,
  fields: StoredFields,
  at: Report,
  late: string[],
): void {
  for (const name in contact) {
    const maxLength = TEXT_FIELDS.get(name);
    if (maxLength === undefined) continue; // SendGrid ignores keys it does not know, without a word
    const value = contact[name];
    if (typeof value !== "string") at(name, "must be a string");
    else if (maxLength !== null && isLongerThan(value, maxLength)) at(name, tooLong(maxLength));
    else if (name === "phone_number" && value !== "" && !isPhoneNumber(value)) {
      late.push(`phone_number '${value}' is not valid`);
    } else fields[name] = value === "" ? null : value;
  }
}

function checkAlternateEmails(value: unknown, fields: StoredFields, at: Report): void {
  if (value === undefined) return;
  if (!Array.isArray(value)) return void at("alternate_emails", "must be an array");
  if (value.length > MAX_ALTERNATE_EMAILS)
    return void at("alternate_emails", `at most ${MAX_ALTERNATE_EMAILS} are allowed`);
  const emails: string[] = [];
  for (const [index, email] of value.entries()) {
    if (typeof email !== "string") at(`alternate_emails[${index}]`, "must be a string");
    else if (!isEmail(email)) at(`alternate_emails[${index}]`, `email '${email}' is not valid`);
    else emails.push(email.toLowerCase());
  }
  fields.alternate_emails = emails.length > 0 ? emails : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
