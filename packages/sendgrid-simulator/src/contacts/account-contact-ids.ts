import type { Database } from "../storage/database.ts";
import { type ContactIds, contactIds } from "./contact-id.ts";

/** The ids by the account's secret, which is another one after a snapshot was loaded. */
export class AccountContactIds implements ContactIds {
  readonly #database: Database;
  #ids: ContactIds;

  constructor(database: Database) {
    this.#database = database;
    this.#ids = read(database);
  }

  readonly idOf = (number: number): string => this.#ids.idOf(number);
  readonly numberOf = (id: string): number | null => this.#ids.numberOf(id);

  /** After the table was changed by somebody else. */
  reload(): void {
    this.#ids = read(this.#database);
  }
}

function read(database: Database): ContactIds {
  const account = database.get<{ idSecret: number }>("select id_secret as idSecret from account");
  return contactIds(account?.idSecret ?? 0);
}
