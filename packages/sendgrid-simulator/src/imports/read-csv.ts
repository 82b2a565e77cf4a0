/**
 * An uploaded file as rows of cells, however it was packed.
 *
 * Reads  : the bytes, as they come; gzip is told by its first two.
 * Writes : nothing.
 * Used by: `read-upload.ts`.
 */
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { CsvError, parse } from "csv-parse";

/** A row longer than this is no row. */
const MAX_ROW_CHARACTERS = 1_000_000;

/**
 * The header comes first; rows may be longer or shorter than it.
 *
 * @throws what {@link isBadFile} knows, if it is no CSV; what the source throws, if that breaks off.
 */
export async function* readCsv(source: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  const bytes = await unpacked(source);
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARACTERS,
  });
  // Not `pipeline`: the parser is read to its end here, and its error is the one to be thrown.
  bytes.once("error", (error) => parser.destroy(error));
  yield* bytes.pipe(parser) as AsyncIterable<string[]>; // ended early, it leaves the source where it is
}

/** Whether the file is to blame, not the connection. */
export const isBadFile = (error: unknown): boolean =>
  error instanceof CsvError ||
  (error instanceof Error && "code" in error && /^Z_|^ERR_ZLIB/.test(String(error.code)));

async function unpacked(source: AsyncIterable<Buffer>): Promise<Readable> {
  const chunks = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const whole = Readable.from(followedBy(head, chunks));
  if (head[0] !== 0x1f || head[1] !== 0x8b) return whole;
  const gunzip = createGunzip();
  whole.once("error", (error) => gunzip.destroy(error));
  return whole.pipe(gunzip);
}

async function* followedBy(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  while (true) {
    const { value, done } = await rest.next();
    if (done) return;
    yield value;
  }
}
