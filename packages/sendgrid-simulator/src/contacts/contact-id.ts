/**
 * Contact ids: a row number in the disguise of a random UUID.
 *
 * Reads  : a secret that each database draws once.
 * Writes : nothing. Pure.
 * Used by: everything that shows or takes a contact id.
 *
 * It spares an index of ten million random ids, the most expensive thing the store could keep.
 * A Feistel network over 48 bits hides the number; the other bits follow from it and so prove an id to be ours.
 */
export type ContactIds = {
  idOf(number: number): string;
  /** Null for what was never an id here. */
  numberOf(id: string): number | null;
};

const HALF = 0xff_ffff;
const ROUNDS = [0x9e37_79b9, 0x85eb_ca6b, 0xc2b2_ae35, 0x27d4_eb2f] as const;

/** @param secret - any 32 bits; another secret, other ids. */
export function contactIds(secret: number): ContactIds {
  const hash = (half: number, key: number): number => scramble(half ^ scramble(key ^ secret));

  function hide(number: number): [number, number] {
    let [left, right] = [Math.floor(number / 0x100_0000), number & HALF];
    for (const key of ROUNDS) [left, right] = [right, left ^ (hash(right, key) & HALF)];
    return [left, right];
  }

  function reveal(hiddenLeft: number, hiddenRight: number): number {
    let [left, right] = [hiddenLeft, hiddenRight];
    for (const key of ROUNDS.toReversed()) [left, right] = [right ^ (hash(left, key) & HALF), left];
    return left * 0x100_0000 + right;
  }

  function idOf(number: number): string {
    const [left, right] = hide(number);
    const first = hash(left, right);
    const second = hash(right, first);
    const variant = 0x8000 | (hash(first, second) & 0x3fff);
    const middle = `${hex(second >>> 16, 4)}-4${hex(second & 0xfff, 3)}-${hex(variant, 4)}`;
    return `${hex(first, 8)}-${middle}-${hex(left, 6)}${hex(right, 6)}`;
  }

  function numberOf(id: string): number | null {
    const tail = /-([0-9a-f]{6})([0-9a-f]{6})$/i.exec(id);
    if (!tail) return null;
    const number = reveal(Number.parseInt(tail[1] ?? "", 16), Number.parseInt(tail[2] ?? "", 16));
    return idOf(number) === id.toLowerCase() ? number : null;
  }

  return { idOf, numberOf };
}

/** The finaliser of MurmurHash3: every bit of the input reaches every bit of the output. */
function scramble(bits: number): number {
  let mixed = bits;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

const hex = (bits: number, digits: number): string => bits.toString(16).padStart(digits, "0");
