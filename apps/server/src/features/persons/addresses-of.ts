/**
 * Under which addresses exports know a profile.
 *
 * Reads  : what exports, and runs of exports that are gone, have matched with SendGrid's `email`.
 * Writes : nothing.
 * Used by: `identifyPerson`, `personTrail`.
 */
import { type Attributes, compileMatching, type Match, normaliseEmail, RESERVED_FIELDS } from "@keruen/core";
import type { EntityManager } from "typeorm";

const EMAIL = RESERVED_FIELDS.filter(({ id }) => id === "email");

/** The address that a matching makes of a profile; null where that is none. */
export function addressBy(matching: readonly Match[], attributes: Attributes): string | null {
  const email = matching.filter(({ target }) => target === "email");
  const contact = compileMatching(email, EMAIL)(attributes);
  return contact.ok ? contact.value.email : null;
}

/** What exports match with `email` now, each once. */
export async function matchesOfExports(db: EntityManager): Promise<readonly Match[]> {
  const rows: readonly { match: Match }[] = await db.query(
    `select distinct match from export, jsonb_array_elements(matching) as match where match->>'target' = 'email'`,
  );
  return rows.map(({ match }) => match);
}

/** Everything that has ever been matched with `email`, each once. It reads every run's row: for what must miss nothing. */
export async function emailMatches(db: EntityManager): Promise<readonly Match[]> {
  const rows: readonly { match: Match }[] = await db.query(
    `select distinct match from (
       select jsonb_array_elements(matching) as match from export
       union all select jsonb_array_elements(matching) from export_run
     ) matched where match->>'target' = 'email'`,
  );
  return rows.map(({ match }) => match);
}

export type KnownProfile = {
  readonly id: number;
  readonly email: string | null;
  readonly attributes: Attributes;
};

/** Every address of a profile, in one spelling each. */
export function addressesOf(
  { email, attributes }: KnownProfile,
  matches: readonly Match[],
): readonly string[] {
  const own = normaliseEmail(email ?? "");
  const matched = matches.map((match) => addressBy([match], attributes));
  return [...new Set([own.ok ? own.value : null, ...matched])].filter((address) => address !== null);
}
