/** @throws always: `checkRule` comes first, and refuses what does not fit. */
export function unfit(operator: string, type: string): never {
  throw new Error(`${operator} does not fit a field of type ${type}.`);
}
