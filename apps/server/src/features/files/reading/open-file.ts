/**
 * A file, opened: unpacked if it is gzip, its format known, ready to be read from its first row on.
 *
 * Reads  : the stream's first bytes now, the rest as it is asked for.
 * Writes : nothing.
 * Used by: `StoreFile`.
 */
import { FileRefused } from "../file-refusal.ts";
import { detectFormat, type FileFormat } from "./detect-format.ts";
import { gunzip } from "./gunzip.ts";
import { Head } from "./head.ts";
import { MAX_RECORD_BYTES } from "./line-fault.ts";

const GZIP = Buffer.from([0x1f, 0x8b]);
const FIRST_LOOK_BYTES = 65_536;

export type OpenedFile = { readonly format: FileFormat; readonly rows: AsyncIterable<Buffer> };

/** @throws {FileRefused} where it is not a file of rows. */
export async function openFile(source: AsyncIterable<Buffer>): Promise<OpenedFile> {
  const packed = new Head(source);
  await packed.reach(GZIP.length);
  const isGzip = packed.bytes.subarray(0, GZIP.length).equals(GZIP);
  const head = new Head(isGzip ? gunzip(packed.from(0)) : packed.from(0));
  try {
    return await describe(head);
  } catch (error) {
    await head.close();
    throw error;
  }
}

async function describe(head: Head): Promise<OpenedFile> {
  for (let look = FIRST_LOOK_BYTES; ; look *= 2) {
    await head.reach(look);
    const format = detectFormat(head.bytes, head.isWhole);
    if (format) return { format, rows: head.from(format.start.byte) };
    if (look > MAX_RECORD_BYTES)
      throw new FileRefused("header-too-large", `The first line has more than ${MAX_RECORD_BYTES} bytes.`);
  }
}
