import type { MatchedContact } from "@keruen/core";
import type { DataSource } from "typeorm";
import type { ErasedAddresses } from "./erased-addresses.ts";

const ERASED: MatchedContact = {
  ok: false,
  failure: {
    code: "person-erased",
    field: null,
    message: "Somebody with this address was erased, and is not sent again.",
  },
  email: null,
};

/**
 * The same contacts, in order, with those of erased people refused and their addresses forgotten: they may have come back
 * where a source does not say which column is the address.
 */
export async function withoutErased(
  { manager }: DataSource,
  erased: ErasedAddresses,
  contacts: readonly (MatchedContact | null)[],
): Promise<readonly (MatchedContact | null)[]> {
  if (!(await erased.isAny(manager))) return contacts;
  const addresses = contacts.map(addressIn).filter((address) => address !== null);
  const found = await erased.find(manager, [...new Set(addresses)]);
  return contacts.map((contact) => (found.has(addressIn(contact) ?? "") ? ERASED : contact));
}

const addressIn = (contact: MatchedContact | null): string | null =>
  contact?.ok ? contact.value.email : (contact?.email ?? null);
