/**
 * How many contacts the account has, and how many of them it pays for.
 *
 * Reads  : account.
 * Writes : account; inside the caller's transaction.
 * Used by: the jobs that make and delete contacts, the count endpoints, the control plane.
 *
 * Paid for are those stored when the month began and those added since; deleting one lowers nothing.
 * Months are of UTC. Nothing is ever counted by walking through the contacts.
 *
 * @see docs.sendgrid.com "Billing": "Contacts stored + added per month count"
 */
import type { Database } from "../storage/database.ts";

export type ContactCounts = { readonly contacts: number; readonly billable: number };

/** @param now - milliseconds since 1970. */
export function readCounts(database: Database, now: number): ContactCounts {
  const row = database.get<ContactCounts & { month: string }>(
    "select contact_count as contacts, billable_count as billable, billable_month as month from account",
  );
  const contacts = row?.contacts ?? 0;
  return { contacts, billable: row?.month === monthOf(now) ? row.billable : contacts };
}

export function countCreated(database: Database, created: number, now: number): void {
  const { contacts, billable } = readCounts(database, now);
  write(database, contacts + created, billable + created, now);
}

export function countDeleted(database: Database, deleted: number, now: number): void {
  const { contacts, billable } = readCounts(database, now);
  write(database, contacts - deleted, billable, now);
}

function write(database: Database, contacts: number, billable: number, now: number): void {
  database.run(
    "update account set contact_count = ?, billable_count = ?, billable_month = ?",
    contacts,
    billable,
    monthOf(now),
  );
}

const monthOf = (now: number): string => new Date(now).toISOString().slice(0, 7);
