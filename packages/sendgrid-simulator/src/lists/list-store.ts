/**
 * Contact lists and who is on them.
 *
 * Reads  : list, membership.
 * Writes : list. Members come and go with jobs (`apply-upsert.ts`, `apply-removal.ts`), counts with them.
 * Used by: the list endpoints, the upsert's check of `list_ids`, the control plane.
 */
import type { Draw } from "../draw.ts";
import type { Database } from "../storage/database.ts";

/** @see twilio.com/docs/sendgrid/api-reference/lists/create-list "a maximum of 1000 lists" */
export const MAX_LISTS = 1_000;

export type ContactList = {
  /** Our own short name for it; never shown. */
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly contactCount: number;
};

const COLUMNS = "number, id, name, contact_count as contactCount";

export class ListStore {
  readonly #database: Database;
  readonly #draw: Draw;
  constructor(database: Database, draw: Draw) {
    this.#database = database;
    this.#draw = draw;
  }

  create(name: string): ContactList {
    const id = this.#draw.uuid();
    this.#database.transaction(() =>
      this.#database.run("insert into list (id, name) values (?, ?)", id, name),
    );
    return this.find(id) as ContactList;
  }

  rename(id: string, name: string): void {
    this.#database.transaction(() => this.#database.run("update list set name = ? where id = ?", name, id));
  }

  /** Takes the list away at once. Its memberships are swept by a job; nobody can see them any more. */
  remove(id: string): void {
    this.#database.transaction(() => this.#database.run("delete from list where id = ?", id));
  }

  find(id: string): ContactList | undefined {
    return this.#database.get(`select ${COLUMNS} from list where id = ?`, id.toLowerCase());
  }

  byNumbers(numbers: readonly number[]): ContactList[] {
    const sql = `select ${COLUMNS} from list where number in (select value from json_each(?))`;
    return this.#database.all(sql, JSON.stringify(numbers));
  }

  hasName(name: string, exceptId = ""): boolean {
    return this.#database.get("select 1 from list where name = ? and id <> ?", name, exceptId) !== undefined;
  }

  count(): number {
    return this.#database.get<{ count: number }>("select count(*) as count from list")?.count ?? 0;
  }

  /** By id, as SendGrid gives them. `after` is the last id of the page before. */
  page(after: string, size: number): ContactList[] {
    return this.#database.all(`select ${COLUMNS} from list where id > ? order by id limit ?`, after, size);
  }

  /** The ids of the lists that each of these contacts is on. `cross join` keeps the order: few by few, each by its key. */
  idsByContact(contactNumbers: readonly number[]): Map<number, string[]> {
    const rows = this.#database.all<{ contact: number; id: string }>(
      `select membership.contact, list.id
       from json_each(?) as wanted cross join list
         cross join membership on membership.list = list.number and membership.contact = wanted.value
       order by list.id`,
      JSON.stringify(contactNumbers),
    );
    const byContact = new Map<number, string[]>(contactNumbers.map((number) => [number, []]));
    for (const { contact, id } of rows) byContact.get(contact)?.push(id);
    return byContact;
  }
}
