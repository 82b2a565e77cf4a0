/**
 * A contact as a line of an export: fully quoted, upper-case columns, custom fields by name behind them.
 *
 * Reads  : the contact, the account's custom fields.
 * Writes : nothing. Pure.
 * Used by: `export-files.ts`.
 *
 * @see airbytehq/airbyte `source-sendgrid/unit_tests/decompressed_response.csv`; the place of custom columns and of the
 *      identifiers beside the e-mail is a choice.
 */
import type { StoredContact } from "../contacts/contact-store.ts";
import type { CustomField } from "../fields/field-store.ts";

const RESERVED = [
  "first_name",
  "last_name",
  "address_line_1",
  "address_line_2",
  "city",
  "state_province_region",
  "postal_code",
  "country",
  "alternate_emails",
  "phone_number",
  "whatsapp",
  "line",
  "facebook",
  "unique_name",
  "phone_number_id",
  "external_id",
  "anonymous_id",
];

export const exportHeader = (fields: readonly CustomField[]): string =>
  line([
    ...["email", ...RESERVED, "created_at", "updated_at", "contact_id"].map((name) => name.toUpperCase()),
    ...fields.map(({ name }) => name),
  ]);

export const exportRow = (contact: StoredContact, id: string, fields: readonly CustomField[]): string =>
  line([
    contact.email,
    ...RESERVED.map((name) => contact.fields[name]),
    toSeconds(contact.createdAt),
    toSeconds(contact.updatedAt),
    id,
    ...fields.map((field) => contact.fields.custom_fields?.[field.id]),
  ]);

const line = (cells: readonly unknown[]): string =>
  `${cells.map((cell) => `"${String(cell ?? "").replaceAll('"', '""')}"`).join(",")}\n`;

const toSeconds = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
