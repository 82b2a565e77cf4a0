/**
 * Contacts, for reading.
 *
 * Reads  : contact, membership.
 * Writes : nothing; contacts change through jobs alone.
 * Used by: the contact endpoints and the control plane.
 */
import type { Database } from "../storage/database.ts";
import type { StoredFields } from "./contact-fields.ts";

export type StoredContact = {
  readonly number: number;
  readonly email: string;
  readonly fields: StoredFields;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
};

type Row = { number: number; email: string; fields: string; created_at: number; updated_at: number };

export type PageOptions = {
  /** Only who is on this list. */
  readonly list: number | null;
  /** Number of the last contact of the page before; null for the first page. */
  readonly after: number | null;
  readonly limit: number;
  readonly order: "oldest" | "newest";
};

export class ContactStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  byNumbers(numbers: readonly number[]): StoredContact[] {
    return this.#database
      .all<Row>(
        "select * from contact where number in (select value from json_each(?))",
        JSON.stringify(numbers),
      )
      .map(contactOf);
  }

  byEmails(emails: readonly string[]): StoredContact[] {
    return this.#database
      .all<Row>(
        "select * from contact where email in (select value from json_each(?))",
        JSON.stringify(emails),
      )
      .map(contactOf);
  }

  /** By keyset: as quick on the last page as on the first. */
  page({ list, after, limit, order }: PageOptions): StoredContact[] {
    const [compare, direction, start] =
      order === "oldest" ? [">", "asc", after ?? 0] : ["<", "desc", after ?? Number.MAX_SAFE_INTEGER];
    const rows =
      list === null
        ? this.#database.all<Row>(
            `select * from contact where number ${compare} ? order by number ${direction} limit ?`,
            start,
            limit,
          )
        : this.#database.all<Row>(
            `select contact.* from membership cross join contact on contact.number = membership.contact
             where list = ? and contact ${compare} ? order by contact ${direction} limit ?`,
            list,
            start,
            limit,
          );
    return rows.map(contactOf);
  }
}

const contactOf = (row: Row): StoredContact => ({
  number: row.number,
  email: row.email,
  fields: JSON.parse(row.fields) as StoredFields,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
