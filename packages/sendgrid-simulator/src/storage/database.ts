/**
 * The simulator's one store: a SQLite database, in a file or in memory.
 *
 * Reads  : whatever its callers ask for, by prepared statements that are kept.
 * Writes : in transactions: `transaction` for what a caller is told at once, `batch` for work that comes in a long row.
 * Used by: the stores (keys, lists, fields, contacts, jobs) and the job engine.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { SCHEMA, SCHEMA_VERSION, UPGRADES } from "./schema.ts";

/** How many batches share a transaction: a page that several of them touch is then written once. */
const BATCHES_PER_COMMIT = 10;

/** How long to wait for a simulator that had the file before us and is closing it. */
const BUSY_MS = 5_000;

export class Database {
  readonly #sqlite: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #openBatches = 0;

  /**
   * @param location - a file, made if it is not there, or `:memory:`.
   * @throws {Error} if the file was written by a newer simulator; an older one's is brought up to date.
   */
  constructor(location: string) {
    this.#sqlite = new DatabaseSync(location, { timeout: BUSY_MS });
    // A commit outlives the process, kill -9 included: it is in the system's hands. It is not waited for until it is
    // on the disk, so a power cut can cost the file; waiting took half of all the time, and stalled calls for 150 ms.
    // 64 MB of log between two checkpoints, 128 MB of cache.
    this.#sqlite.exec(`
      pragma journal_mode = wal;
      pragma synchronous = off;
      pragma wal_autocheckpoint = 16384;
      pragma cache_size = -131072;
      pragma temp_store = memory;
    `);
    try {
      this.#bringUpToDate(location);
    } catch (error) {
      this.#sqlite.close();
      throw error;
    }
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepared(sql).all(...values) as Row[];
  }

  /** By a statement that is not kept, for SQL that hardly comes twice. */
  allOnce<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#sqlite.prepare(sql).all(...values) as Row[];
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepared(sql).get(...values) as Row | undefined;
  }

  /** @returns how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  /** All or nothing, and safe from a kill when it returns. */
  transaction<Value>(work: () => Value): Value {
    this.flush();
    return this.#within(work, () => this.#sqlite.exec("commit"));
  }

  /**
   * All or nothing, but safe from a kill only after some more of them, or at the next `transaction` or `flush`.
   * What is lost by a crash in between is whole batches, the latest first: keep the work's progress in the database too.
   */
  batch<Value>(work: () => Value): Value {
    if (this.#openBatches === 0) return this.#within(work, () => this.#countBatch());
    return this.#inOpenTransaction(work, () => this.#countBatch());
  }

  /** Runs statements that give nothing back. */
  script(sql: string): void {
    this.transaction(() => this.#sqlite.exec(sql));
  }

  flush(): void {
    if (this.#openBatches === 0) return;
    this.#openBatches = 0;
    this.#sqlite.exec("commit");
  }

  close(): void {
    this.flush();
    this.#statements.clear();
    this.#sqlite.close();
  }

  #bringUpToDate(location: string): void {
    const version = Number(this.#sqlite.prepare("pragma user_version").get()?.user_version);
    if (version > SCHEMA_VERSION)
      throw new Error(`${location} was written by a newer simulator (${version}, not ${SCHEMA_VERSION}).`);
    const steps = version === 0 ? [SCHEMA] : stepsFrom(version);
    if (steps.length === 0) return;
    this.script(`${steps.join(";")}; pragma user_version = ${SCHEMA_VERSION}`);
  }

  #countBatch(): void {
    this.#openBatches += 1;
    if (this.#openBatches === BATCHES_PER_COMMIT) this.flush();
  }

  #within<Value>(work: () => Value, end: () => void): Value {
    this.#sqlite.exec("begin");
    return this.#inOpenTransaction(work, end);
  }

  #inOpenTransaction<Value>(work: () => Value, end: () => void): Value {
    try {
      const value = work();
      end();
      return value;
    } catch (error) {
      this.#openBatches = 0;
      this.#sqlite.exec("rollback");
      throw error;
    }
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#sqlite.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function stepsFrom(version: number): readonly string[] {
  return Array.from({ length: SCHEMA_VERSION - version }, (_, step) => UPGRADES[version + step] ?? "");
}
