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
import { checkIdentifiers } from "./check-identifiers.ts";
import { type StoredFields, TEXT_FIELDS } from "./contact-fields.ts";
import { isLongerThan, tooLong } from "./field-length.ts";
import type { Findings } from "./findings.ts";
import { isPhoneNumber } from "./is-phone-number.ts";

/** A row that will be applied. */
export type CheckedRow = {
  /** Its place in the request, from 0. */
  readonly number: number;
  /** Lower case; null for a contact known by other identifiers alone. */
  readonly email: string | null;
  readonly fields: StoredFields;
};

/** A row that was accepted and will not be applied. */
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
    if (!isRecord(contact)) {
      errors.push({ field: `contacts[${number}]`, message: "must be an object" });
      continue;
    }
    const late: string[] = [];
    const at = (field: string, message: string) =>
      errors.push({ field: `contacts[${number}].${field}`, message });
    const findings = { at, late, unknownFields };
    const fields: StoredFields = {};
    const email = checkIdentifiers(contact, fields, findings);
    checkTextFields(contact, fields, findings);
    checkCustomFields(contact.custom_fields, customFields, fields, findings);
    if (late.length === 0) rows.push({ number, email, fields });
    else rowErrors.push({ number, identifier: nameOf(email, fields), message: late.join("; ") });
  }

  if (unknownFields.size > 0) {
    errors.push({ message: `invalid custom field ids supplied - ${[...unknownFields].join(",")}` });
  }
  return { errors, rows, rowErrors };
}

/** What a person finds the row by. */
export const nameOf = (email: string | null, fields: StoredFields): string =>
  email ?? String(fields.phone_number_id ?? fields.external_id ?? fields.anonymous_id ?? "");

function checkTextFields(
  contact: Record<string, unknown>,
  fields: StoredFields,
  { at, late }: Findings,
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

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
