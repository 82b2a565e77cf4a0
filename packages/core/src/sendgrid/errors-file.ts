/**
 * The file behind a job's `errors_url`: what became of the contacts that a job did not apply.
 *
 * Reads  : its text. The format is not documented, so CSV with a header and JSON (an array, or an object a line)
 *          are both taken, and columns are found by name.
 * Writes : nothing. Pure.
 * Used by: `settleJob`, through the client.
 */
import { parseCsv } from "./parse-csv.ts";
import { parseJson } from "./parse-json.ts";

/** A contact that a job did not apply, and why in SendGrid's own words. */
export type RefusedContact = { readonly email: string; readonly message: string };

const MESSAGE_NAMES = ["message", "error", "error_message", "error message", "reason", "errors"];

/** Rows without an address are left out: nothing ties them to a profile. */
export function parseErrorsFile(text: string): readonly RefusedContact[] {
  const trimmed = text.replace(/^\ufeff/, "").trim();
  const rows = /^[[{]/.test(trimmed) ? jsonRows(trimmed) : csvRows(trimmed);
  return rows.map(withLowerCaseNames).flatMap((row) => {
    const email = row.get("email")?.trim() ?? "";
    const message = MESSAGE_NAMES.map((name) => row.get(name)).find(Boolean) ?? "SendGrid gave no reason.";
    return email === "" ? [] : [{ email, message }];
  });
}

type Row = readonly (readonly [name: string, value: unknown])[];

function withLowerCaseNames(row: Row): ReadonlyMap<string, string> {
  return new Map(row.map(([name, value]) => [name.trim().toLowerCase(), String(value ?? "")]));
}

function jsonRows(text: string): readonly Row[] {
  const whole = parseJson(text);
  const rows = Array.isArray(whole) ? whole : text.split("\n").map(parseJson);
  return rows.filter((row) => row !== null).map((row) => Object.entries(row));
}

function csvRows(text: string): readonly Row[] {
  const [header = [], ...lines] = parseCsv(text);
  return lines.map((cells) => header.map((name, column) => [name, cells[column]]));
}
