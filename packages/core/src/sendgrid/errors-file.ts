import { parseJson } from "./sendgrid-failure.ts";

/** A contact that a job did not apply, in SendGrid's own words. */
export type RefusedContact = { readonly email: string; readonly message: string };

const MESSAGE_NAMES = ["message", "error", "error_message", "error message", "reason", "errors"];

/**
 * Reads the file behind a job's `errors_url`: CSV with a header, or JSON (an array, or one object a line).
 *
 * Its format is not documented, so both are taken and columns are found by name. Rows without an address are
 * left out: nothing ties them to a profile.
 */
export function parseErrorsFile(text: string): readonly RefusedContact[] {
  const trimmed = text.replace(/^\ufeff/, "").trim();
  const rows = /^[[{]/.test(trimmed) ? jsonRows(trimmed) : csvRows(trimmed);
  return rows.flatMap((row) => {
    const member = new Map(
      Object.entries(row).map(([name, value]) => [name.trim().toLowerCase(), String(value ?? "")]),
    );
    const email = (member.get("email") ?? "").trim();
    const message = MESSAGE_NAMES.map((name) => member.get(name)).find((words) => words);
    return email === "" ? [] : [{ email, message: message ?? "SendGrid gave no reason." }];
  });
}

type Row = Readonly<Record<string, unknown>>;

function jsonRows(text: string): readonly Row[] {
  const whole = parseJson(text) as Row | readonly Row[] | null;
  const rows =
    whole === null
      ? text.split("\n").map(parseJson)
      : Array.isArray(whole)
        ? whole
        : ((whole as Row).errors ?? [whole]);
  return (Array.isArray(rows) ? rows : []).filter(
    (row): row is Row => typeof row === "object" && row !== null,
  );
}

function csvRows(text: string): readonly Row[] {
  const [header = [], ...lines] = csvLines(text);
  return lines.map((cells) => Object.fromEntries(header.map((name, column) => [name, cells[column]])));
}

/** RFC 4180. */
function csvLines(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [[]];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    lines.at(-1)!.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "") break;
    if (end !== ",") lines.push([]);
  }
  return lines;
}
