/**
 * A contact as a line of an export: fully quoted, upper-case columns, custom fields by name behind them.
 *
 * Reads  : the contact, the account's custom fields.
 * Writes : nothing. Pure, but for the last two times it has written out.
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
  `${[
    ...["email", ...RESERVED, "created_at", "updated_at", "contact_id"].map((name) => name.toUpperCase()),
    ...fields.map(({ name }) => name),
  ]
    .map(quoted)
    .join(",")}\n`;

/** Makes the lines of one file. Ten million of them are a matter of minutes, so they are put together by hand. */
export function exportRows(fields: readonly CustomField[]) {
  const createdAt = rememberingTime();
  const updatedAt = rememberingTime();
  return (contact: StoredContact, id: string): string => {
    let line = quoted(contact.email);
    for (const name of RESERVED) line += `,${quoted(contact.fields[name])}`;
    line += `,"${createdAt(contact.createdAt)}","${updatedAt(contact.updatedAt)}","${id}"`;
    for (const field of fields) line += `,${quoted(contact.fields.custom_fields?.[field.id])}`;
    return `${line}\n`;
  };
}

function quoted(cell: unknown): string {
  if (cell === undefined || cell === null) return '""';
  const text = String(cell);
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`;
}

/** Contacts that came with one job have one time, and lie side by side. */
function rememberingTime() {
  let known = { milliseconds: Number.NaN, text: "" };
  return (milliseconds: number): string => {
    if (milliseconds !== known.milliseconds)
      known = { milliseconds, text: `${new Date(milliseconds).toISOString().slice(0, 19)}Z` };
    return known.text;
  };
}
