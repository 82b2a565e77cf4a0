/**
 * A contact as a row of an import's file, where the file can say exactly what an upsert would.
 *
 * Reads  : a contact, and the ids SendGrid has given to its fields.
 * Writes : nothing. Pure.
 * Used by: `packImports`.
 *
 * CSV knows less than JSON does. The rule here is that the way up changes nothing about what SendGrid holds afterwards:
 * a contact that CSV would bend goes by upsert.
 *
 * @see https://www.twilio.com/docs/sendgrid/ui/managing-contacts/formatting-a-csv
 */
import type { SendGridContact } from "../contact/contact.ts";
import type { TargetField } from "../contact/target-field.ts";
import { fail, ok, type Result } from "../result.ts";

/** Why a contact goes by upsert instead, and the field that is to blame, by the id a match names. */
export type NotForCsv = { readonly code: NotForCsvCode; readonly field: string };

export type NotForCsvCode =
  /** Several addresses in one cell: how is not documented. */
  | "several-values"
  /** `""` clears a field; what an empty cell does is not documented. */
  | "clears-field"
  /** A minus, a third decimal, or an exponent. */
  | "number-not-exact"
  /** A date with a time of day. */
  | "time-of-day"
  /** Control characters (line breaks may stand), or half of a surrogate pair. */
  | "text-not-csv"
  /** SendGrid has not said by which id the field is mapped. */
  | "field-without-id";

/** A row that fills every column of its own file: there is no empty cell. */
export type CsvRow = {
  /** Ids of the fields it fills, as `field_mappings` takes them, in the order of its cells. The e-mail is the first. */
  readonly columns: readonly string[];
  /** The columns as one key: rows with the same share a file. */
  readonly fields: string;
  /** With its line break, quoted throughout. */
  readonly line: string;
};

const PLAIN_NUMBER = /^\d+(?:\.\d{1,2})?$/;
const MIDNIGHT = /^(\d{4})-(\d\d)-(\d\d)T00:00:00Z$/;
/** Outside of RFC 4180, or of UTF-8. */
const NOT_CSV = /[^\P{Cc}\r\n]|\p{Surrogate}/u;

/**
 * Writes contacts as rows.
 *
 * @param targets - as `fieldDefinitions` gives them; the order of columns is theirs, but for the e-mail's.
 * @example
 * csvRows(fields)({ email: "ada@example.com", custom_fields: { e3_D: "2021-02-11T00:00:00Z" } });
 * // ok({ columns: ["_rf2_T", "e3_D"], fields: "_rf2_T,e3_D", line: '"ada@example.com","02/11/2021"\r\n' })
 */
export function csvRows(
  targets: readonly TargetField[],
): (contact: SendGridContact) => Result<CsvRow, NotForCsv> {
  const fields = new Map(
    targets.map((target, index) => [target.id, { target, place: target.id === "email" ? -1 : index }]),
  );

  return ({ custom_fields = {}, ...own }) => {
    const cells: { readonly column: string; readonly place: number; readonly cell: string }[] = [];
    for (const [id, value] of [...Object.entries(own), ...Object.entries(custom_fields)]) {
      const field = fields.get(id);
      const column = field?.target.definitionId;
      if (field === undefined || column === undefined) return fail({ code: "field-without-id", field: id });
      const cell = cellOf(value, field.target);
      if (!cell.ok) return cell;
      cells.push({ column, place: field.place, cell: cell.value });
    }
    cells.sort((one, other) => one.place - other.place);
    const line = csvLine(cells.map(({ cell }) => cell));
    const columns = cells.map(({ column }) => column);
    return ok({ columns, fields: columns.join(), line });
  };
}

/** Quoted throughout, so that no comma, quote or line break of a value is one of the file. Formulas are data. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\r\n`;

function cellOf(value: string | number | readonly string[], target: TargetField) {
  const not = (code: NotForCsvCode): Result<string, NotForCsv> => fail({ code, field: target.id });
  if (typeof value === "object") return not("several-values");
  const text = String(value);
  if (text === "") return not("clears-field");
  if (target.type === "number") return PLAIN_NUMBER.test(text) ? ok(text) : not("number-not-exact");
  if (target.type !== "date") return NOT_CSV.test(text) ? not("text-not-csv") : ok(text);
  const [, year, month, day] = MIDNIGHT.exec(text) ?? [];
  return year === undefined ? not("time-of-day") : ok(`${month}/${day}/${year}`);
}
