/**
 * Puts rows with other identifiers than the e-mail, or with alternate e-mails, into the store, one by one.
 *
 * Reads  : the chunk's rows; contact and identifier, to find whom each row means.
 * Writes : contact, identifier, membership, the counts; inside the caller's transaction.
 * Used by: `apply-chunk.ts`.
 *
 * A row that means two contacts at once, or that would change an identifier, is not applied: SendGrid changes an
 * identifier only by deleting it first. That *all* of a contact's identifiers must be present is documented too,
 * but not what happens otherwise; here the contact is found by those that are.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`, operation `PUT /v3/marketing/contacts`
 */
import { countCreated, readCounts } from "../account/contact-counts.ts";
import { CONTACT_LIMIT_HIT } from "../account/contact-limit.ts";
import type { ApplyChunk } from "../jobs/chunk.ts";
import { joinList } from "../lists/membership.ts";
import type { Database } from "../storage/database.ts";
import { type CheckedRow, nameOf, type RowError } from "./check-contacts.ts";
import { IDENTIFIER_TYPES, type IdentifierType } from "./contact-fields.ts";

type Identifier = readonly [type: IdentifierType, value: string];

export const applyIdentifiedRows: ApplyChunk = (database, chunk, now, contactLimit) => {
  const room = (contactLimit ?? Number.POSITIVE_INFINITY) - readCounts(database, now).contacts;
  const rowErrors: RowError[] = [];
  const changed: number[] = [];
  let created = 0;
  for (const row of JSON.parse(chunk.payload) as CheckedRow[]) {
    const known = findContacts(database, row);
    const isBeyond = known.length === 0 && created >= room;
    const conflict =
      known.length > 1 ? "identifiers belong to different contacts" : changeProblem(database, row, known[0]);
    const problem = isBeyond ? CONTACT_LIMIT_HIT : conflict;
    if (problem !== null) {
      rowErrors.push({ number: row.number, identifier: nameOf(row.email, row.fields), message: problem });
      continue;
    }
    const contact = known[0] ?? insert(database, chunk.acceptedAt, now);
    if (known.length === 0) created += 1;
    merge(database, contact, row, now);
    changed.push(contact);
  }
  for (const list of chunk.listNumbers) joinList(database, list, changed, now);
  countCreated(database, created, now);
  return { created, updated: changed.length - created, deleted: 0, rowErrors, isDone: true };
};

const identifiersOf = ({ fields }: CheckedRow): Identifier[] =>
  IDENTIFIER_TYPES.flatMap((type) =>
    typeof fields[type] === "string" ? [[type, fields[type]] as const] : [],
  );

function findContacts(database: Database, row: CheckedRow): number[] {
  const byEmail = database.all<{ number: number }>("select number from contact where email = ?", row.email);
  const others = identifiersOf(row).flatMap(([type, value]) =>
    database.all<{ number: number }>(
      "select contact as number from identifier where type = ? and value = ?",
      type,
      value,
    ),
  );
  return [...new Set([...byEmail, ...others].map(({ number }) => number))];
}

function changeProblem(database: Database, row: CheckedRow, contact: number | undefined): string | null {
  if (contact === undefined) return null;
  const stored = database.get<{ email: string | null; fields: string }>(
    "select email, fields from contact where number = ?",
    contact,
  );
  if (row.email !== null && stored?.email && stored.email !== row.email) return "email cannot be changed";
  const fields = JSON.parse(stored?.fields ?? "{}") as Record<string, unknown>;
  const changing = identifiersOf(row).find(
    ([type, value]) => fields[type] !== undefined && fields[type] !== value,
  );
  return changing ? `${changing[0]} cannot be changed` : null;
}

function insert(database: Database, acceptedAt: number, now: number): number {
  const sql = "insert into contact (fields, created_at, updated_at) values ('{}', ?, ?) returning number";
  return database.get<{ number: number }>(sql, acceptedAt, now)?.number ?? 0;
}

function merge(database: Database, contact: number, row: CheckedRow, now: number): void {
  const fields = JSON.stringify(row.fields);
  database.run(
    `update contact set email = coalesce(email, ?1), fields = json_patch(fields, ?2),
       updated_at = iif(json_patch(fields, ?2) = fields and (email is not null or ?1 is null), updated_at, ?3)
     where number = ?4`,
    row.email,
    fields,
    now,
    contact,
  );
  for (const [type, value] of identifiersOf(row))
    database.run("insert or ignore into identifier values (?, ?, ?)", type, value, contact);
  if (row.fields.alternate_emails === undefined) return;
  database.run("delete from identifier where contact = ? and type = 'alternate_email'", contact);
  for (const email of row.fields.alternate_emails ?? []) {
    database.run("insert or ignore into identifier values ('alternate_email', ?, ?)", email, contact);
  }
}
