/**
 * Who is meant by an e-mail address, or by the id of a profile.
 *
 * A person is an address: several profiles that have it are the same person, wherever they come from.
 *
 * Reads  : `profile` by its indexes; records of deliveries by address.
 * Writes : nothing.
 * Used by: `ErasePerson`, `personTrail`.
 */
import { fail, type Match, normaliseEmail, ok, type Result } from "@keruen/core";
import type { EntityManager } from "typeorm";
import { addressHash } from "../export-runs/upload/claim-addresses.ts";
import { addressesOf, type KnownProfile } from "./addresses-of.ts";

export type Person = {
  /** In one spelling each, the one that was asked for first. None where no profile of theirs has a sound one. */
  readonly addresses: readonly string[];
  /** Profiles that are here now. */
  readonly profiles: readonly KnownProfile[];
};

export type IdentifyFailure = { readonly code: "unreadable" } | { readonly code: "not-found" };

/**
 * @param query - an address, in any spelling, or a profile's id. An address that nobody here has is a person all the same.
 * @param matches - what makes addresses of profiles.
 */
export async function identifyPerson(
  db: EntityManager,
  query: string,
  matches: readonly Match[],
): Promise<Result<Person, IdentifyFailure>> {
  const typed = query.trim();
  if (/^\d{1,18}$/.test(typed)) return await byProfile(db, typed, matches);
  const address = normaliseEmail(typed);
  if (!address.ok) return fail({ code: "unreadable" });
  const own = await profilesWith(db, "email = any($1)", [[...new Set([address.value, typed.toLowerCase()])]]);
  const delivered = await profilesWith(db, "id = any($1)", [await deliveredTo(db, address.value)]);
  const profiles = [...new Map([...own, ...delivered].map((profile) => [profile.id, profile])).values()];
  return ok({ addresses: together([address.value], profiles, matches), profiles });
}

async function byProfile(
  db: EntityManager,
  id: string,
  matches: readonly Match[],
): Promise<Result<Person, IdentifyFailure>> {
  const [profile] = await profilesWith(db, "id = $1", [id]);
  if (!profile) return fail({ code: "not-found" });
  const addresses = together([], [profile], matches);
  const same = await profilesWith(db, "email = any($1) and id <> $2", [addresses, id]);
  return ok({ addresses, profiles: [profile, ...same] });
}

const together = (
  first: readonly string[],
  profiles: readonly KnownProfile[],
  matches: readonly Match[],
): readonly string[] => [
  ...new Set([...first, ...profiles.flatMap((profile) => addressesOf(profile, matches))]),
];

/** More than this have one address by mistake: `n/a@example.com`, and are not one person. */
const MOST_PROFILES = 1_000;

const profilesWith = (
  db: EntityManager,
  where: string,
  parameters: readonly unknown[],
): Promise<readonly KnownProfile[]> =>
  db.query(`select id, email, attributes from profile where ${where} order by id limit ${MOST_PROFILES}`, [
    ...parameters,
  ]);

/** Whose contact has this address on a list, though their source may not say that it is their e-mail. */
async function deliveredTo(db: EntityManager, address: string): Promise<readonly number[]> {
  const rows: readonly { id: number }[] = await db.query(
    `select distinct delivery.profile_id as id
     from (select distinct list_id from export) list
     join delivery on delivery.list_id = list.list_id and delivery.address_hash = $1::uuid`,
    [addressHash(address)],
  );
  return rows.map(({ id }) => id);
}
