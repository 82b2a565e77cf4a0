/**
 * An array as PostgreSQL writes it, of values that need no quotes: numbers and hashes. The driver looks at every
 * character of every value, which for pages of thousands is much of what a statement costs this process.
 */
export const arrayText = (values: readonly (string | number | null)[]): string =>
  `{${values.map((value) => value ?? "NULL").join(",")}}`;
