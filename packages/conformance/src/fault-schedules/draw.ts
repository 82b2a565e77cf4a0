const SALTS = { kind: 1, presence: 2, claim: 3, moves: 4, values: 5, life: 6 };

/** From 0 to 999, the same for the same question: what a seed decides does not hang on the order of asking. */
export function draw(seed: number, index: number, about: keyof typeof SALTS): number {
  let mixed = Math.imul(index + 1, 0x9e37_79b1) ^ Math.imul(seed * 16 + SALTS[about], 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b_3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a_2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) % 1_000;
}
