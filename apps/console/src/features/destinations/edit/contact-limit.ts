/** GraphQL's largest whole number. */
const LARGEST = 2 ** 31 - 1;

/**
 * How many contacts a contract allows, as a person writes it: `50000`, `50 000`, `50,000`.
 *
 * @returns null where nothing is written: not known; undefined where it is no such number.
 */
export function readContactLimit(written: string): number | null | undefined {
  const digits = written.replace(/[\s,]/g, "");
  if (digits === "") return null;
  const limit = Number(digits);
  return /^\d+$/.test(digits) && limit >= 1 && limit <= LARGEST ? limit : undefined;
}
