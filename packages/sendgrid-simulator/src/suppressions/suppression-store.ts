/**
 * Addresses that get no mail: of the whole account by kind, or of one unsubscribe group.
 *
 * Reads  : suppression, suppression_group.
 * Writes : the same.
 * Used by: the suppression endpoints, `POST /_simulator/suppressions`.
 *
 * A group's addresses are of the kind `group <id>`. An address stays a contact, and is paid for, whatever stands here.
 */
import type { Database } from "../storage/database.ts";
import type { Suppression, SuppressionKind } from "./suppression-kinds.ts";

export type SuppressionGroup = {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly unsubscribes: number;
};

/** Where an address is suppressed. */
export type Scope = SuppressionKind | `group ${number}`;

export type PageQuery = {
  /** Seconds since 1970, both included. */
  readonly startTime: number;
  readonly endTime: number;
  /** How the address begins; "" for any. */
  readonly email: string;
  readonly limit: number;
  readonly offset: number;
};

const GROUPS = `select id, name, description,
  (select count(*) from suppression where scope = 'group ' || suppression_group.id) as unsubscribes
  from suppression_group`;

export class SuppressionStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Those already there stay as they are. @param created - seconds since 1970. */
  add(scope: Scope, emails: readonly string[], created: number): void {
    this.#database.transaction(() =>
      this.#database.run(
        "insert or ignore into suppression select ?, lower(value), ? from json_each(?)",
        scope,
        created,
        JSON.stringify(emails),
      ),
    );
  }

  remove(scope: Scope, emails: readonly string[]): void {
    const sql =
      "delete from suppression where scope = ? and email in (select lower(value) from json_each(?))";
    this.#database.transaction(() => this.#database.run(sql, scope, JSON.stringify(emails)));
  }

  removeAll(scope: Scope): void {
    this.#database.transaction(() => this.#database.run("delete from suppression where scope = ?", scope));
  }

  /** The newest first. */
  page(scope: Scope, { startTime, endTime, email, limit, offset }: PageQuery): Suppression[] {
    return this.#database.all(
      `select email, created from suppression
       where scope = ? and created between ? and ? and substr(email, 1, length(?4)) = lower(?4)
       order by created desc, email limit ? offset ?`,
      scope,
      startTime,
      endTime,
      email,
      limit,
      offset,
    );
  }

  /** Those of the addresses that are suppressed here. */
  among(scope: Scope, emails: readonly string[]): Suppression[] {
    return this.#database.all(
      `select email, created from suppression
       where scope = ? and email in (select lower(value) from json_each(?)) order by email`,
      scope,
      JSON.stringify(emails),
    );
  }

  /** The first so many that come after an address, "" for the beginning. */
  emails(scope: Scope, after: string, limit: number): string[] {
    const sql = "select email from suppression where scope = ? and email > ? order by email limit ?";
    return this.#database.all<Suppression>(sql, scope, after, limit).map(({ email }) => email);
  }

  createGroup(name: string, description: string): SuppressionGroup {
    const sql = "insert into suppression_group (name, description) values (?, ?) returning id";
    const id = this.#database.transaction(
      () => this.#database.get<{ id: number }>(sql, name, description)?.id ?? 0,
    );
    return { id, name, description, unsubscribes: 0 };
  }

  groups(): SuppressionGroup[] {
    return this.#database.all(`${GROUPS} order by id`);
  }

  group(id: number): SuppressionGroup | undefined {
    return this.#database.get(`${GROUPS} where id = ?`, id);
  }
}
