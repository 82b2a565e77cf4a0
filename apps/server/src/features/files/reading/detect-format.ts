/**
 * What a file is, and the names of its columns.
 *
 * Reads  : its beginning, unpacked.
 * Writes : nothing. Pure.
 * Used by: `openFile`.
 */
import { FileRefused } from "../file-refusal.ts";
import { detectDelimiter } from "./detect-delimiter.ts";
import { foreignFormat } from "./foreign-format.ts";
import { columnNames } from "./header.ts";
import { FAULTS, type LineFault } from "./line-fault.ts";
import { CR, LF } from "./line-windows.ts";
import { type CsvDialect, parseCsv } from "./parse-csv.ts";
import { parseObject } from "./parse-object.ts";

/** Where the rows begin: the byte in the head, the number of the line. */
type Start = { readonly byte: number; readonly line: number };

export type FileFormat = { readonly start: Start; readonly lineBreak: number } & (
  | { readonly kind: "csv"; readonly dialect: CsvDialect; readonly columns: readonly string[] }
  | { readonly kind: "ndjson" }
);

const BOM = Buffer.from("\ufeff");
const bomOf = (head: Buffer) => (head.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0);

/**
 * @param isWhole - there is nothing behind the head.
 * @returns null: the first line does not end within the head.
 * @throws {FileRefused} where it is neither NDJSON nor CSV with a usable header.
 */
export function detectFormat(head: Buffer, isWhole: boolean): FileFormat | null {
  const foreign = foreignFormat(head.subarray(bomOf(head)));
  if (foreign) throw new FileRefused("unsupported-format", foreign);
  const lineBreak = head.includes(LF) || !head.subarray(0, -1).includes(CR) ? LF : CR;
  const start = skipBlankLines(head, lineBreak);
  if (start.byte === head.length) {
    if (!isWhole) return null;
    throw new FileRefused("file-empty", "The file is empty.");
  }
  const text = head.subarray(start.byte);
  const endsWithin = isWhole || text.includes(lineBreak);
  if (!endsWithin) return null;
  if (text.toString("latin1", 0, 64).trimStart().startsWith("{")) return ndjson(text, start, lineBreak);
  return csv(text, start, lineBreak, isWhole);
}

function skipBlankLines(head: Buffer, lineBreak: number): Start {
  let byte = bomOf(head);
  let line = 1;
  while (byte < head.length) {
    const end = head.indexOf(lineBreak, byte);
    const text = head.subarray(byte, end < 0 ? head.length : end);
    if (text.toString("latin1").trim() !== "") break;
    byte = end < 0 ? head.length : end + 1;
    line++;
  }
  return { byte, line };
}

function ndjson(text: Buffer, start: Start, lineBreak: number): FileFormat {
  const end = text.indexOf(lineBreak);
  if (parseObject(text.toString("utf8", 0, end < 0 ? text.length : end).trim()).ok)
    return { kind: "ndjson", start, lineBreak };
  const message =
    "It begins like JSON, but its first line is not one whole object. Write one to a line (NDJSON).";
  throw new FileRefused("unsupported-format", message);
}

function csv(text: Buffer, start: Start, lineBreak: number, isWhole: boolean): FileFormat | null {
  const sample = isWhole ? text : text.subarray(0, text.lastIndexOf(lineBreak) + 1);
  const dialect = { delimiter: detectDelimiter(sample, lineBreak), lineBreak };
  const header = firstRecord(sample, dialect);
  if (header.fault === FAULTS.quoteUnclosed && !isWhole) return null;
  if (header.fault)
    throw new FileRefused("header-broken", `The first line is not CSV. ${header.fault.message}`);
  const line = sample.subarray(0, header.end);
  const rows = { byte: start.byte + header.end, line: start.line + linesIn(line, lineBreak) };
  return { kind: "csv", dialect, lineBreak, columns: columnNames(line, text, header.cells), start: rows };
}

type FirstRecord = { cells: readonly string[]; end: number; fault: LineFault | null };

function firstRecord(sample: Buffer, dialect: CsvDialect): FirstRecord {
  let first = { cells: [] as readonly string[], end: 0 };
  const fault = parseCsv(sample, dialect, (cells, end) => {
    first = { cells, end };
    return "enough";
  });
  return { ...first, fault };
}

const linesIn = (bytes: Buffer, lineBreak: number) =>
  Math.max(
    1,
    bytes.reduce((count, byte) => count + (byte === lineBreak ? 1 : 0), 0),
  );
