/**
 * Puts one chunk of accepted rows into the store, and the contacts on their lists. SQLite reads the rows where they lie:
 * no row becomes a JavaScript string a second time.
 *
 * Reads  : the chunk's rows.
 * Writes : contact, membership, the counts; inside the caller's transaction.
 * Used by: `apply-chunk.ts`.
 *
 * A row merges into the contact with its e-mail: fields left out stay, `null` clears, a later row wins.
 * `created_at` is when the job was accepted, `updated_at` when it was applied; a row that changes nothing leaves
 * `updated_at` as it was, and joining a list is a change (all recorded of a live account in 2021).
 */
import { countCreated } from "../account/contact-counts.ts";
import type { ApplyChunk, PendingChunk } from "../jobs/chunk.ts";
import { countJoined, joinList } from "../lists/membership.ts";
import type { Database } from "../storage/database.ts";

const MERGE = `
  insert into contact (email, fields, created_at, updated_at)
    select key, value, ?, ? from json_each((select payload from pending_chunk where number = ?)) where true
  on conflict (email) do update set
    fields = json_patch(contact.fields, excluded.fields),
    updated_at = iif(json_patch(contact.fields, excluded.fields) = contact.fields, contact.updated_at, excluded.updated_at)`;

export const applyUpsert: ApplyChunk = (database, chunk, now) => {
  const last =
    database.get<{ last: number }>("select coalesce(max(number), 0) as last from contact")?.last ?? 0;
  database.run(MERGE, chunk.acceptedAt, now, chunk.number);
  const created = countAfter(database, last);
  // A new contact came with its nulls; json_patch into nothing leaves them out.
  if (created > 0 && hasNulls(database, chunk)) {
    database.run("update contact set fields = json_patch('{}', fields) where number > ?", last);
  }
  for (const list of chunk.listNumbers) {
    if (created === chunk.size) joinNewContacts(database, list, last);
    else joinList(database, list, numbersOf(database, chunk), now);
  }
  countCreated(database, created, now);
  return { created, updated: chunk.size - created, deleted: 0, rowErrors: [], isDone: true };
};

/** All rows are new: their numbers follow each other, and nothing has to be looked up. */
function joinNewContacts(database: Database, list: number, last: number): void {
  const sql = "insert into membership select ?, number from contact where number > ?";
  countJoined(database, list, database.run(sql, list, last));
}

const hasNulls = (database: Database, { number }: PendingChunk): boolean =>
  database.get("select 1 from pending_chunk where number = ? and instr(payload, ':null') > 0", number) !==
  undefined;

function numbersOf(database: Database, { number }: PendingChunk): number[] {
  const sql = `select contact.number from json_each((select payload from pending_chunk where number = ?)) as row
    cross join contact on contact.email = row.key`;
  return database.all<{ number: number }>(sql, number).map((row) => row.number);
}

const countAfter = (database: Database, last: number): number =>
  database.get<{ count: number }>("select count(*) as count from contact where number > ?", last)?.count ?? 0;
