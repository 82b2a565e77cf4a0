import { DatabaseSync } from "node:sqlite";

/**
 * The keys of a file so far, on disk: a million of them take 8 MB of memory, not 100.
 *
 * Dispose of it when the file is read.
 */
export class SeenKeys implements Disposable {
  /** "" is a file without a name, which SQLite deletes when it is closed. */
  readonly #sqlite = new DatabaseSync("");
  readonly #insert;

  constructor() {
    this.#sqlite.exec(`
      pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -8192;
      create table seen (key text primary key) without rowid;
      begin`);
    this.#insert = this.#sqlite.prepare("insert or ignore into seen values (?)");
  }

  /** @returns false if it was there. */
  add(key: string): boolean {
    return this.#insert.run(key).changes === 1;
  }

  [Symbol.dispose](): void {
    this.#sqlite.close();
  }
}
