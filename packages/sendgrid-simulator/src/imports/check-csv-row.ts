/**
 * One row of an uploaded file, checked by the CSV's rules and then by the upsert's.
 *
 * Reads  : its cells, the mapping, the account's custom fields.
 * Writes : nothing. Pure.
 * Used by: `read-upload.ts`.
 *
 * An empty cell leaves its field as it was, and alternate e-mails are parted by commas: choices both.
 */
import { type CheckedRow, checkContacts, nameOf, type RowError } from "../contacts/check-contacts.ts";
import type { CustomField } from "../fields/field-store.ts";
import { FLOAT_ERROR, readCsvDate, readCsvNumber } from "./csv-value.ts";
import { type FieldMappings, reservedName } from "./field-mapping.ts";

/** Null for a row that names nobody: such rows are left out without a word. */
export type CsvRow = CheckedRow | RowError | null;

export const isRowError = (row: CheckedRow | RowError): row is RowError => "message" in row;

/** What names a contact, in the order in which a person looks for it. */
const IDENTIFIERS = ["email", "phone_number_id", "external_id", "anonymous_id"];

/** @param number - the row's place in the file, from 0, the header not counted. */
export function checkCsvRow(
  cells: readonly string[],
  number: number,
  mappings: FieldMappings,
  customFields: ReadonlyMap<string, CustomField>,
): CsvRow {
  const contact: Record<string, unknown> = {};
  const custom: Record<string, string | number> = {};
  const problems: string[] = [];
  for (const [column, id] of mappings.entries()) {
    const cell = cells[column] ?? "";
    if (id === null || cell === "") continue;
    const name = reservedName(id);
    if (name !== undefined) contact[name] = name === "alternate_emails" ? cell.split(",") : cell;
    else {
      const read = customValue(cell, customFields.get(id));
      if (typeof read === "object") problems.push(read.problem);
      else custom[id] = read;
    }
  }
  const name = IDENTIFIERS.map((type) => contact[type]).find((value) => value !== undefined);
  if (name === undefined) return null;
  if (cells.length !== mappings.length) problems.push("wrong number of columns");

  const { errors, rows, rowErrors } = checkContacts([{ ...contact, custom_fields: custom }], customFields);
  const messages = [...problems, ...[...errors, ...rowErrors].map(({ message }) => message)];
  const row = rows[0];
  if (messages.length > 0 || !row) return { number, identifier: String(name), message: messages.join("; ") };
  return { ...row, number };
}

/** Two rows with the same key are of one contact. */
export const keyOf = ({ email, fields }: CheckedRow): string => nameOf(email, fields);

function customValue(
  cell: string,
  field: CustomField | undefined,
): string | number | { readonly problem: string } {
  if (field?.type === "Number") return readCsvNumber(cell) ?? { problem: `${field.name}: ${FLOAT_ERROR}` };
  if (field?.type === "Date")
    return readCsvDate(cell) ?? { problem: `${field.name} '${cell}' is not a valid Date` };
  return cell;
}
