/**
 * Random numbers that depend on a seed and a row, and on nothing else.
 *
 * Reads  : –
 * Writes : –
 * Used by: `customer.ts`.
 *
 * No library: row one million must come out without the 999,999 before it, so every row has a generator of its own,
 * started from the mixed seed and row. The known packages (pure-rand, seedrandom) are streams; starting one costs
 * more than the whole row here. The mixing is MurmurHash3's finaliser, the stream Weyl's sequence through it.
 */
export class RowRandom {
  #state: number;

  /** Any two rows of a seed start apart: the mixing is one-to-one. */
  constructor(seed: number, row: number) {
    this.#state = mix(mix(row + 1) ^ Math.imul(seed, 0x9e37_79b9));
  }

  /** A whole number from 0 to `limit` - 1. `limit` is at most 2^32. */
  below(limit: number): number {
    this.#state = (this.#state + 0x9e37_79b9) | 0;
    return Math.floor((mix(this.#state) / 0x1_0000_0000) * limit);
  }

  /** True `share` times in ten thousand. */
  happens(share: number): boolean {
    return this.below(10_000) < share;
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)] as Value;
  }
}

function mix(bits: number): number {
  let mixed = bits;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
