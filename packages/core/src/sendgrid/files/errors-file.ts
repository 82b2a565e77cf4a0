/**
 * The file behind a job's `errors_url`: what became of the contacts that a job did not apply.
 *
 * Reads  : a stream of any length, gzip or plain. The format is not documented, so CSV with a header and JSON (an array,
 *          or an object a line) are both taken, and columns are found by name.
 * Writes : nothing.
 * Used by: `readRefused`, through the client.
 */
import { ok } from "../../result.ts";
import { isContactLimit } from "../account/contact-limit.ts";
import type { Answer, ByteStream } from "../call-sendgrid.ts";
import { type TakePage, takePages, textOf } from "../suppressions/take-pages.ts";
import { createCsvReader } from "./csv-reader.ts";
import { createJsonReader } from "./json-reader.ts";
import { plainText } from "./plain-text.ts";

/** A contact that a job did not apply, and why. */
export type RefusedContact = {
  /** As SendGrid writes it. */
  readonly email: string;
  /** `contact-limit`: the account was full. */
  readonly code: "refused-by-sendgrid" | "contact-limit";
  /** SendGrid's own words. */
  readonly message: string;
};

/**
 * Rows without an address are left out: nothing ties them to a profile.
 *
 * @returns how many rows name somebody.
 */
export async function readErrorsFile(
  file: ByteStream,
  take: TakePage<RefusedContact>,
  signal?: AbortSignal,
): Answer<{ readonly named: number }> {
  const taken = await takePages(refusedIn(file), take, signal);
  return taken.ok ? ok({ named: taken.value }) : taken;
}

async function* refusedIn(file: ByteStream): AsyncGenerator<readonly RefusedContact[]> {
  let reader: RowReader | null = null;
  for await (const piece of textOf(file)) {
    const text: string = reader === null ? piece.trimStart() : piece;
    if (text === "") continue;
    reader ??= /^[[{]/.test(text) ? createJsonRows() : createCsvRows();
    yield reader.push(text).flatMap(refusedContact);
  }
  if (reader !== null) yield reader.end().flatMap(refusedContact);
}

type Row = readonly (readonly [name: string, value: unknown])[];
type RowReader = { push(piece: string): readonly Row[]; end(): readonly Row[] };

function createJsonRows(): RowReader {
  const json = createJsonReader();
  const rowsOf = (values: readonly unknown[]): readonly Row[] =>
    values.map((row) => Object.entries(row ?? {}));
  return { push: (piece) => rowsOf(json.push(piece)), end: () => rowsOf(json.end()) };
}

function createCsvRows(): RowReader {
  const csv = createCsvReader();
  let header: readonly string[] | null = null;
  const rowsOf = (lines: ReturnType<typeof csv.push>): readonly Row[] => {
    const [first, ...others] = lines;
    const names = header ?? first ?? [];
    const rows = header === null ? others : lines;
    header ??= first ?? null;
    return rows.map((cells) => names.map((name, column) => [name, cells[column]]));
  };
  return { push: (piece) => rowsOf(csv.push(piece)), end: () => rowsOf(csv.end()) };
}

const MESSAGE_NAMES = ["message", "error", "error_message", "error message", "reason", "errors"];

/** Characters of SendGrid's words that are kept. */
const LONGEST_MESSAGE = 1_000;

function refusedContact(row: Row): readonly RefusedContact[] {
  const cells = new Map(row.map(([name, value]) => [name.trim().toLowerCase(), String(value ?? "")]));
  const email = cells.get("email")?.trim() ?? "";
  if (email === "") return [];
  const words = plainText(
    MESSAGE_NAMES.map((name) => cells.get(name)).find(Boolean) ?? "SendGrid gave no reason.",
  );
  const code = isContactLimit(words) ? "contact-limit" : "refused-by-sendgrid";
  return [{ email, code, message: words.slice(0, LONGEST_MESSAGE) }];
}
