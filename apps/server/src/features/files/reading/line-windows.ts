/**
 * A stream of bytes, cut into windows of whole lines.
 *
 * Reads  : chunks of any size.
 * Writes : nothing. Holds at most one record's bytes and one chunk.
 * Used by: `readRows`.
 */
import { MAX_RECORD_BYTES } from "./line-fault.ts";

/** Whole lines, the last of them without its line break where the file ends so; or null: one line too long to hold. */
export type LineWindow = Buffer | null;

export const LF = 10;
export const CR = 13;

/** @param lineBreak - the byte that ends a line: LF, or CR alone in files of old Macs. */
export async function* lineWindows(
  source: AsyncIterable<Buffer>,
  lineBreak: number,
): AsyncGenerator<LineWindow> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let isSkipping = false;

  for await (const chunk of source) {
    const from = isSkipping ? chunk.indexOf(lineBreak) + 1 : 0;
    if (isSkipping && from === 0) continue;
    isSkipping = false;

    const end = chunk.lastIndexOf(lineBreak) + 1;
    if (end > from) {
      yield Buffer.concat([...held, chunk.subarray(from, end)]);
      held = [];
      heldBytes = 0;
    }
    const rest = chunk.subarray(Math.max(from, end));
    if (rest.length > 0) held.push(rest);
    heldBytes += rest.length;
    if (heldBytes > MAX_RECORD_BYTES) {
      yield null;
      held = [];
      heldBytes = 0;
      isSkipping = true;
    }
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}
