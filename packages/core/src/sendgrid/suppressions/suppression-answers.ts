/** SendGrid's answers about suppressions in our words. Null where one is not what its documentation says. */

/** `ListGlobalSuppression`, `ListSuppressionBounces`, `ListSpamReport`, `ListInvalidEmail`: all have an address. */
type WireSuppressed = readonly { readonly email?: string }[];

/** `ListAsmGroup`. */
type WireSuppressionGroups = readonly {
  readonly id?: number;
  readonly name?: string;
  readonly unsubscribes?: number;
}[];

export const readSuppressed = (wire: WireSuppressed): readonly string[] | null =>
  Array.isArray(wire) ? addressesOf(wire.map((entry) => entry?.email)) : null;

/** All or none: an entry left out would make a page look like the last one. */
function addressesOf(entries: readonly unknown[]): readonly string[] | null {
  const addresses = entries.filter((entry) => typeof entry === "string");
  return addresses.length === entries.length ? addresses.map((address) => address.toLowerCase()) : null;
}

/** What people may unsubscribe from without leaving everything. */
export type SuppressionGroup = {
  readonly id: number;
  readonly name: string;
  /** People who have unsubscribed from it. */
  readonly unsubscribes: number;
};

export function readSuppressionGroups(wire: WireSuppressionGroups): readonly SuppressionGroup[] | null {
  if (!Array.isArray(wire)) return null;
  return wire.flatMap(({ id, name, unsubscribes = 0 }) =>
    id === undefined || name === undefined ? [] : [{ id, name, unsubscribes }],
  );
}
