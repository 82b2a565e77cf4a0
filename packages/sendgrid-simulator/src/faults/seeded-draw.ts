/**
 * A number that looks drawn by lot and is the same each time for the same seed and name.
 *
 * Reads  : nothing. Pure, and without a state: what is drawn for one name does not depend on what was drawn before.
 * Writes : nothing.
 * Used by: `fault-plan.ts`, and `delay-share.ts` for jobs and exports that finish out of order.
 */

/** FNV-1a over the text, then the finaliser of MurmurHash3, so that names that differ in one digit lie far apart. */
export function seededDraw(seed: number, name: string): number {
  let bits = 0x811c_9dc5;
  for (const character of `${seed} ${name}`) {
    bits = Math.imul(bits ^ (character.codePointAt(0) ?? 0), 0x0100_0193);
  }
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}
