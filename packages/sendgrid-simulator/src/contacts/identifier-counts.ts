/**
 * How many contacts are known by which identifier: of the account, or of a list.
 *
 * Reads  : contact, identifier, membership.
 * Writes : nothing.
 * Used by: the count of contacts and the details of a list, as a live account was seen to answer (2026; the
 *          specification does not have it).
 *
 * Nobody is counted one by one who has an e-mail: those without one are few, and so are other identifiers.
 */
import type { Database } from "../storage/database.ts";

export type IdentifierCounts = {
  readonly AID: number;
  readonly EID: number;
  readonly EXTID: number;
  readonly PHNID: number;
};

/** @param contacts - how many there are. */
export function identifierCounts(database: Database, contacts: number): IdentifierCounts {
  const without = database.get<{ count: number }>(
    "select count(*) as count from contact where email is null",
  );
  const others = database.all<TypeCount>("select type, count(*) as count from identifier group by type");
  return countsOf(contacts - (without?.count ?? 0), others);
}

/** @param members - how many there are. */
export function identifierCountsOfList(database: Database, list: number, members: number): IdentifierCounts {
  const without = database.get<{ count: number }>(
    `select count(*) as count from contact cross join membership on list = ? and membership.contact = contact.number
     where email is null`,
    list,
  );
  const others = database.all<TypeCount>(
    `select type, count(*) as count from identifier cross join membership on list = ? and membership.contact = identifier.contact
     group by type`,
    list,
  );
  return countsOf(members - (without?.count ?? 0), others);
}

type TypeCount = { readonly type: string; readonly count: number };

function countsOf(emails: number, others: readonly TypeCount[]): IdentifierCounts {
  const of = (wanted: string) => others.find(({ type }) => type === wanted)?.count ?? 0;
  return {
    AID: of("anonymous_id"),
    EID: emails,
    EXTID: of("external_id"),
    PHNID: of("phone_number_id"),
  };
}
