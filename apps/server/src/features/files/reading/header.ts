/**
 * The names of the columns, or the reason why the first line is no header.
 *
 * Reads  : the first line that is not blank.
 * Writes : nothing. Pure. No message repeats what the file holds: without a header that is somebody's data.
 * Used by: `detectFormat`.
 */
import { isUtf8 } from "node:buffer";
import { isDateText, isNumberText, looksLikeAddress } from "../columns/value-type.ts";
import { type FileRefusalCode, FileRefused } from "../file-refusal.ts";
import { MAX_COLUMNS, MAX_NAME_LENGTH } from "./line-fault.ts";

/** Tab, line feed, carriage return. */
const BLANKS = [0x09, 0x0a, 0x0d];
const FIRST_BYTES = 1_024;

/**
 * @param line - as it is in the file.
 * @param text - the file from that line on, as much as is at hand.
 * @throws {FileRefused}
 */
export function columnNames(line: Buffer, text: Buffer, cells: readonly string[]): readonly string[] {
  checkText(line, text);
  const names = cells.map((cell) => cell.replace(/\s+/g, " ").trim());
  if (names.length > MAX_COLUMNS) refuse("too-many-columns", `A file may have up to ${MAX_COLUMNS} columns.`);

  const blank = names.indexOf("");
  if (blank >= 0)
    refuse("header-blank-name", `Column ${blank + 1} has no name in the first line. Give it one.`);

  const long = names.findIndex((name) => name.length > MAX_NAME_LENGTH);
  if (long >= 0) {
    const message = `The name of column ${long + 1} has more than ${MAX_NAME_LENGTH} characters. Shorten it.`;
    refuse("header-name-too-long", message);
  }
  const second = names.findIndex((name, index) => names.indexOf(name) < index);
  if (second >= 0) {
    const first = names.indexOf(names[second] ?? "");
    const message = `Columns ${first + 1} and ${second + 1} have the same name. Rename one of them.`;
    refuse("header-duplicate-name", message);
  }
  if (names.some((name) => looksLikeAddress(name) || isDateText(name)) || names.every(isNumberText)) {
    const message =
      "The first line holds values, not the names of the columns. Put a line with the names above.";
    refuse("header-looks-like-data", message);
  }
  return names;
}

function checkText(line: Buffer, text: Buffer): void {
  const isText = isUtf8(line);
  if (hasControls(isText ? line : text.subarray(0, FIRST_BYTES)))
    refuse("unsupported-format", "It is not text. Send CSV or NDJSON, as it is or packed with gzip.");
  if (!isText) refuse("header-not-utf8", "The first line is not UTF-8. Save the file as CSV (UTF-8).");
}

const hasControls = (bytes: Buffer) => bytes.some((byte) => byte < 0x20 && !BLANKS.includes(byte));

function refuse(code: FileRefusalCode, message: string): never {
  throw new FileRefused(code, message);
}
