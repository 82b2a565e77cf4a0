/** Numbers that a seed decides. */
export type Seeded = {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** One of them. */
  pick<Value>(values: readonly Value[]): Value;
};

/** The same seed, the same numbers in the same order (mulberry32). */
export function seeded(seed: number): Seeded {
  let state = seed;
  function next(): number {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return { next, pick: (values) => values[Math.floor(next() * values.length)]! };
}
