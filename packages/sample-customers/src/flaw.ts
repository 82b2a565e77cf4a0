/**
 * What is wrong with a row, if anything: about 2 % cannot be sent.
 *
 * Reads  : –
 * Writes : –
 * Used by: `customer.ts`.
 */
import type { RowRandom } from "./random.ts";

export type Flaw =
  | "email-missing"
  | "email-malformed"
  /** The address of an earlier row, often in another case or with a space around it. */
  | "email-duplicate"
  | "city-too-long"
  | "name-too-long";

/** How many of ten thousand rows have each. */
const SHARES: readonly (readonly [Flaw, number])[] = [
  ["email-missing", 50],
  ["email-malformed", 60],
  ["email-duplicate", 60],
  ["city-too-long", 20],
  ["name-too-long", 10],
];

/** Takes exactly one number, so that it can be asked of any row without making the row. */
export function drawFlaw(random: RowRandom): Flaw | null {
  let drawn = random.below(10_000);
  for (const [flaw, share] of SHARES) {
    if (drawn < share) return flaw;
    drawn -= share;
  }
  return null;
}
