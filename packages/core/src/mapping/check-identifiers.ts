/**
 * Whether a matching names everything that the account's contacts are known by.
 *
 * Reads  : the matching, how many contacts have which identifier.
 * Writes : nothing. Pure.
 * Used by: the server, which warns before an export is saved or run.
 */
import { IDENTIFIERS, type Identifier } from "../contact/identifiers.ts";
import type { Match } from "./data-matching.ts";

/** Contacts of the account that have each identifier. */
export type IdentifierCounts = Readonly<Record<Identifier, number>>;

export type IdentifierWarning = {
  readonly code: "identifier-not-filled";
  readonly target: Identifier;
  /** Contacts of the account that have it; how many of them this export reaches is not known before. */
  readonly contacts: number;
  readonly message: string;
};

/**
 * A warning for each identifier that contacts have and the matching leaves out: "In order to update a contact,
 * all of its existing identifiers must be present." The e-mail is not among them: without it nothing runs.
 *
 * @see twilio/sendgrid-oai `spec/json/tsg_mc_contacts_v3.json`, operation `UpdateContact`
 */
export function checkIdentifiers(
  matching: readonly Match[],
  counts: IdentifierCounts,
): readonly IdentifierWarning[] {
  const filled = new Set(matching.filter(({ value }) => value.trim() !== "").map(({ target }) => target));
  return IDENTIFIERS.filter((target) => target !== "email" && counts[target] > 0 && !filled.has(target)).map(
    (target) => ({
      code: "identifier-not-filled",
      target,
      contacts: counts[target],
      message: `SendGrid knows ${counts[target]} contacts by ${target} too, and refuses to update a contact without all it is known by. Match ${target}.`,
    }),
  );
}
