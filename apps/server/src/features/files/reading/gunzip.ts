/**
 * Gzip, undone as it streams.
 *
 * Reads  : compressed chunks.
 * Writes : nothing.
 * Used by: `openFile`, where the first bytes say that it is gzip.
 */
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { FileRefused } from "../file-refusal.ts";

/** What any file may grow to before its growth is looked at. */
const FREE_BYTES = 100_000_000;
/** Tables shrink 5 to 50 times; what shrinks more than this was made to do harm. */
const MAX_RATIO = 250;

/** @throws {FileRefused} where it is damaged, cut off, or grows out of all proportion. */
export async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let packedBytes = 0;
  async function* counted() {
    for await (const chunk of source) {
      packedBytes += chunk.length;
      yield chunk;
    }
  }
  const unpacked = createGunzip({ chunkSize: 65_536 });
  pipeline(counted(), unpacked, () => undefined); // whatever goes wrong comes out of the iteration
  let bytes = 0;
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > FREE_BYTES && bytes > packedBytes * MAX_RATIO) {
        const message = `Unpacked, the file is more than ${MAX_RATIO} times as big. Send it unpacked.`;
        throw new FileRefused("gzip-bomb", message);
      }
      yield chunk;
    }
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith("Z_")) throw error;
    throw new FileRefused("gzip-broken", "The gzip file is damaged or cut off. Pack it again.");
  }
}
