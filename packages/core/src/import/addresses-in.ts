/**
 * Who is in a file: read from the file itself, where somebody has to know after all.
 *
 * Reads  : a file that was not discarded.
 * Writes : nothing.
 * Used by: runs that end before a file was accepted, to say of each person in it that it was not sent.
 */
import { createCsvReader } from "../sendgrid/files/csv-reader.ts";
import { unpackGzip } from "../sendgrid/files/unpack-gzip.ts";
import type { ImportFile } from "./csv-file.ts";

/** @returns the e-mail of each contact, in the order of the lines, a piece of the file at a time. */
export async function* addressesIn({ spooled }: ImportFile): AsyncGenerator<readonly string[]> {
  const csv = createCsvReader();
  let isHeader = true;
  const text = (await unpackGzip(spooled.stream())).pipeThrough(new TextDecoderStream());
  for await (const piece of text) {
    const lines = csv.push(piece);
    const emails = lines.slice(isHeader ? 1 : 0).map(([email]) => email!);
    if (lines.length > 0) isHeader = false;
    if (emails.length > 0) yield emails;
  }
}
