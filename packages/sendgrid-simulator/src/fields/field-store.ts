/**
 * Custom field definitions.
 *
 * Reads  : field.
 * Writes : field. A deleted field's values stay in the contacts, out of sight: ids are never given twice.
 * Used by: the field endpoints; the upsert, which knows fields by id; and whoever shows a contact, by name.
 */
import type { Database } from "../storage/database.ts";
import type { FieldType } from "./reserved-fields.ts";

/** @see sendgrid-oai `tsg_mc_custom_fields_v3.json` "You can have up to 500 custom fields" */
export const MAX_CUSTOM_FIELDS = 500;

export type CustomField = { readonly id: string; readonly name: string; readonly type: FieldType };

export class FieldStore {
  readonly #database: Database;
  #byId = new Map<string, CustomField>();
  /** Of fields that were made while this process runs; any other is old enough. */
  readonly #createdAt = new Map<string, number>();

  /** Deleted, and still to be seen until then; milliseconds since 1970. A restart ends the wait. */
  readonly #leaving = new Map<string, { readonly field: CustomField; readonly until: number }>();
  readonly #clock: () => number;

  constructor(database: Database, clock: () => number) {
    this.#database = database;
    this.#clock = clock;
    this.#read();
  }

  /** By id, in the order they were made. Kept in memory: every contact needs it. */
  get byId(): ReadonlyMap<string, CustomField> {
    if (this.#leaving.size > 0) this.#letGo();
    return this.#byId;
  }
  /** Those an upsert may name at `now`: a field is listed at once and usable `delayMs` later. */
  usable(now: number, delayMs: number): ReadonlyMap<string, CustomField> {
    if (delayMs === 0) return this.byId;
    const isUsable = (id: string) => now - (this.#createdAt.get(id) ?? Number.NEGATIVE_INFINITY) >= delayMs;
    return new Map([...this.byId].filter(([id]) => isUsable(id)));
  }

  /**
   * @param createdAt - milliseconds since 1970; left out for a field that is usable at once.
   * @returns the new field; its id is of the live form, e.g. `e3_N`.
   */
  create(name: string, type: FieldType, createdAt?: number): CustomField {
    const field = this.#insert(name, type);
    if (createdAt !== undefined) this.#createdAt.set(field.id, createdAt);
    return field;
  }

  #insert(name: string, type: FieldType): CustomField {
    return this.#database.transaction(() => {
      const last = this.#database.get<{ seq: number }>(
        "select seq from sqlite_sequence where name = 'field'",
      );
      const id = `e${(last?.seq ?? 0) + 1}_${type[0]}`;
      this.#database.run("insert into field (id, name, type) values (?, ?, ?)", id, name, type);
      this.#read();
      return { id, name, type };
    });
  }

  rename(id: string, name: string): void {
    this.#database.transaction(() => this.#database.run("update field set name = ? where id = ?", name, id));
    this.#read();
  }

  /** @param delayMs - how long it is still listed, written and read. */
  remove(id: string, delayMs: number): void {
    const field = this.#byId.get(id);
    if (field && delayMs > 0 && !this.#leaving.has(id))
      this.#leaving.set(id, { field, until: this.#clock() + delayMs });
    this.#database.transaction(() => this.#database.run("delete from field where id = ?", id));
    this.#createdAt.delete(id);
    this.#read();
  }

  /** After the table was changed by somebody else. */
  reload(): void {
    this.#createdAt.clear();
    this.#leaving.clear();
    this.#read();
  }

  #letGo(): void {
    for (const [id, { until }] of this.#leaving) if (until <= this.#clock()) this.#leaving.delete(id);
    this.#read();
  }

  #read(): void {
    const rows = this.#database.all<CustomField>("select id, name, type from field order by number");
    const leaving = [...this.#leaving.values()].map(({ field }) => field);
    this.#byId = new Map([...rows, ...leaving].map((field) => [field.id, field]));
  }
}
