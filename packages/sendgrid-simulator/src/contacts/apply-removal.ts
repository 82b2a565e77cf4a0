/**
 * Takes contacts away: out of the account, or off a list; a whole account or list step by step.
 *
 * Reads  : the chunk; contact, membership.
 * Writes : contact, identifier, membership, the counts; inside the caller's transaction.
 * Used by: `apply-chunk.ts`.
 */
import { countDeleted } from "../account/contact-counts.ts";
import type { ApplyChunk, Progress } from "../jobs/chunk.ts";
import { countJoined, leaveList } from "../lists/membership.ts";
import type { Database } from "../storage/database.ts";

/** Contacts for each step. */
const STEP = 2_000;

/** `payload`: contact numbers. */
export const deleteContacts: ApplyChunk = (database, chunk, now) =>
  progress(remove(database, JSON.parse(chunk.payload) as number[], now), true);

/** `payload`: the last contact there was when the job was accepted. */
export const deleteAllContacts: ApplyChunk = (database, chunk, now) => {
  const found = numbers(
    database,
    "select number from contact where number <= ? limit ?",
    Number(chunk.payload),
  );
  return progress(remove(database, found, now), found.length < STEP);
};

/** `payload`: a list that is gone, whose members are to go as well. */
export const deleteMembers: ApplyChunk = (database, chunk, now) => {
  const list = Number(chunk.payload);
  const found = numbers(database, "select contact as number from membership where list = ? limit ?", list);
  const deleted = remove(database, found, now);
  leaveList(database, list, found, now);
  return progress(deleted, found.length < STEP);
};

/** `payload`: contact numbers; they leave the job's list and stay contacts. */
export const removeMembers: ApplyChunk = (database, chunk, now) => {
  const contacts = JSON.parse(chunk.payload) as number[];
  const left = chunk.listNumbers.map((list) => leaveList(database, list, contacts, now));
  return progress(Math.max(0, ...left), true);
};

/** `payload`: a list that is gone; sweeps up who was on it. */
export const forgetMembers: ApplyChunk = (database, chunk) => {
  const sql = `delete from membership where list = ?1
    and contact in (select contact from membership where list = ?1 limit ?2)`;
  return progress(0, database.run(sql, Number(chunk.payload), STEP) < STEP);
};

const progress = (deleted: number, isDone: boolean): Progress => ({
  created: 0,
  updated: 0,
  deleted,
  rowErrors: [],
  isDone,
});

const numbers = (database: Database, sql: string, value: number): number[] =>
  database.all<{ number: number }>(sql, value, STEP).map(({ number }) => number);

/** @returns how many of them there were. */
function remove(database: Database, contacts: readonly number[], now: number): number {
  const wanted = JSON.stringify(contacts);
  for (const { number } of database.all<{ number: number }>(
    "select number from list where contact_count > 0",
  )) {
    const sql = "delete from membership where list = ? and contact in (select value from json_each(?))";
    countJoined(database, number, -database.run(sql, number, wanted));
  }
  database.run("delete from identifier where contact in (select value from json_each(?))", wanted);
  const deleted = database.run(
    "delete from contact where number in (select value from json_each(?))",
    wanted,
  );
  countDeleted(database, deleted, now);
  return deleted;
}
