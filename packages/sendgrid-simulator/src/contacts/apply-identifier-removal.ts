/**
 * Takes an identifier off a contact, unless it is the only one.
 *
 * Reads  : the chunk; contact.
 * Writes : contact, identifier; inside the caller's transaction.
 * Used by: `apply-chunk.ts`.
 *
 * "If the contact has only one identifier, the asynchronous request will fail." Alternate e-mails identify nobody.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`, operation `DeleteContactIdentifier`
 */
import type { ApplyChunk } from "../jobs/chunk.ts";
import type { Database } from "../storage/database.ts";
import { IDENTIFIER_TYPES, type IdentifierType } from "./contact-fields.ts";

/** What a chunk's `payload` says. */
export type IdentifierRemoval = {
  /** Its number. */
  readonly contact: number;
  readonly type: IdentifierType | "email";
  readonly value: string;
};

export const removeIdentifier: ApplyChunk = (database, chunk, now) => {
  const removal = JSON.parse(chunk.payload) as IdentifierRemoval;
  const message = problem(database, removal);
  if (message === null) remove(database, removal, now);
  return {
    created: 0,
    updated: message === null ? 1 : 0,
    deleted: 0,
    rowErrors: message === null ? [] : [{ number: 0, identifier: removal.value, message }],
    isDone: true,
  };
};

function problem(database: Database, { contact, type, value }: IdentifierRemoval): string | null {
  const stored = database.get<{ email: string | null; fields: string }>(
    "select email, fields from contact where number = ?",
    contact,
  );
  if (!stored) return "contact not found";
  const fields = JSON.parse(stored.fields) as Record<string, unknown>;
  const identifiers = new Map([
    ["email", stored.email],
    ...IDENTIFIER_TYPES.map((known) => [known, fields[known] ?? null] as const),
  ]);
  if (identifiers.get(type) !== value) return "the contact has no such identifier";
  const isOnlyOne = [...identifiers.values()].filter((known) => known !== null).length === 1;
  return isOnlyOne ? "the contact has no other identifier" : null;
}

function remove(database: Database, { contact, type, value }: IdentifierRemoval, now: number): void {
  if (type === "email") {
    database.run("update contact set email = null, updated_at = ? where number = ?", now, contact);
    return;
  }
  database.run("delete from identifier where type = ? and value = ?", type, value);
  database.run(
    "update contact set fields = json_remove(fields, ?), updated_at = ? where number = ?",
    `$.${type}`,
    now,
    contact,
  );
}
