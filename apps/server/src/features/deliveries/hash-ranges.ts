/** Both ends belong to it; as PostgreSQL's `uuid` takes them. */
export type HashRange = { readonly from: string; readonly to: string };

/** Rows to be looked for in one range: a statement of a fraction of a second. */
const ROWS = 16_384;

/**
 * Cuts everything that 128 bits can hold into equal ranges, each hash in exactly one. Hashes fall evenly, so each
 * range has its share of the rows, wherever the walk begins, and however often.
 *
 * @param rows - how many there are to walk through, roughly.
 */
export function* hashRanges(rows: number): Generator<HashRange> {
  const bits = Math.min(16, Math.max(0, Math.ceil(Math.log2(rows / ROWS))));
  const width = 2 ** (16 - bits);
  for (let start = 0; start < 2 ** 16; start += width) {
    yield { from: hex(start) + "0".repeat(28), to: hex(start + width - 1) + "f".repeat(28) };
  }
}

const hex = (bits: number) => bits.toString(16).padStart(4, "0");
