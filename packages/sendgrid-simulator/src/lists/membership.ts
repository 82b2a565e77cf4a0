/**
 * Joining and leaving lists.
 *
 * Reads  : membership.
 * Writes : membership, list.contact_count, and contact.updated_at of whom it concerns (both count as a change,
 *          recorded 2021); inside the caller's transaction.
 * Used by: the jobs.
 */
import type { Database } from "../storage/database.ts";

/** Those already on it stay as they are. */
export function joinList(database: Database, list: number, contacts: readonly number[], now: number): void {
  const joined = database.all<{ contact: number }>(
    "insert or ignore into membership (list, contact) select ?, value from json_each(?) where true returning contact",
    list,
    JSON.stringify(contacts),
  );
  countJoined(database, list, joined.length);
  touch(database, joined, now);
}

/** @returns how many of them were on it. */
export function leaveList(
  database: Database,
  list: number,
  contacts: readonly number[],
  now: number,
): number {
  const left = database.all<{ contact: number }>(
    "delete from membership where list = ? and contact in (select value from json_each(?)) returning contact",
    list,
    JSON.stringify(contacts),
  );
  countJoined(database, list, -left.length);
  touch(database, left, now);
  return left.length;
}

export function countJoined(database: Database, list: number, joined: number): void {
  database.run("update list set contact_count = contact_count + ? where number = ?", joined, list);
}

function touch(database: Database, members: readonly { contact: number }[], now: number): void {
  if (members.length === 0) return;
  const numbers = JSON.stringify(members.map(({ contact }) => contact));
  database.run(
    "update contact set updated_at = ? where number in (select value from json_each(?))",
    now,
    numbers,
  );
}
