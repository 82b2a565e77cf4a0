/**
 * Contacts, for reading.
 *
 * Reads  : contact, membership.
 * Writes : nothing; contacts change through jobs alone.
 * Used by: the contact endpoints and the control plane.
 */
import type { Database } from "../storage/database.ts";
import type { IdentifierType, StoredFields } from "./contact-fields.ts";

export type StoredContact = {
  readonly number: number;
  readonly email: string | null;
  readonly fields: StoredFields;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
};

type Row = { number: number; email: string | null; fields: string; created_at: number; updated_at: number };

/** On the columns of `contact`; what a caller wrote is among the values. */
export type SqlCondition = { readonly sql: string; readonly values: readonly (string | number)[] };

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

  /** By the values that were found. An e-mail finds whoever has it as a main or as an alternate address. */
  byIdentifiers(type: IdentifierType | "email", values: readonly string[]): Map<string, StoredContact> {
    const wanted = JSON.stringify(values);
    const rows = this.#database.all<Row & { value: string }>(
      `select contact.*, identifier.value from json_each(?) as wanted
         join identifier on identifier.type = ? and identifier.value = wanted.value
         join contact on contact.number = identifier.contact`,
      wanted,
      type === "email" ? "alternate_email" : type,
    );
    const byEmail = this.#database.all<Row>(
      "select * from contact where email in (select value from json_each(?))",
      type === "email" ? wanted : "[]",
    );
    const found = [...rows, ...byEmail.map((row) => ({ ...row, value: row.email ?? "" }))];
    return new Map(found.map((row) => [row.value, contactOf(row)]));
  }

  /** The oldest first. */
  matching({ sql, values }: SqlCondition, limit: number): StoredContact[] {
    return this.#database
      .allOnce<Row>(`select * from contact where ${sql} order by number limit ?`, ...values, limit)
      .map(contactOf);
  }

  countMatching({ sql, values }: SqlCondition): number {
    const rows = this.#database.allOnce<{ count: number }>(
      `select count(*) as count from contact where ${sql}`,
      ...values,
    );
    return rows[0]?.count ?? 0;
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
