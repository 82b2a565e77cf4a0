/**
 * Jobs: work that was accepted with 202 and is done later, chunk by chunk.
 *
 * Reads  : job, pending_chunk, row_error.
 * Writes : the same. A job, its chunks and its row errors are one transaction; so are a chunk's effect, its end
 *          and the job's counts. A crash between two chunks loses and repeats nothing.
 * Used by: the endpoints that accept work, `job-engine.ts`, `import-status.ts`.
 */

import type { RowError } from "../contacts/check-contacts.ts";
import type { Draw } from "../draw.ts";
import type { Settings } from "../settings.ts";
import type { Database } from "../storage/database.ts";
import type { NewChunk, PendingChunk, Progress } from "./chunk.ts";
import { delayShareOf } from "./delay-share.ts";
import { type JobFate, withoutEffect } from "./job-fate.ts";

/** `upsert_contacts` is what live answers say; the other names are ours (SendGrid's are not on record). */
export type JobType =
  | "upsert_contacts"
  | "import_contacts"
  | "delete_contacts"
  | "delete_contact_identifier"
  | "remove_contacts_from_list"
  | "forget_list";

export type NewJob = {
  readonly type: JobType;
  /** Lists the contacts are put on or taken off. */
  readonly listNumbers: readonly number[];
  /** Rows asked for, the refused ones included. */
  readonly requested: number;
  readonly chunks: readonly NewChunk[];
  readonly rowErrors: readonly RowError[];
  /** What is to go wrong with it. */
  readonly fate?: JobFate | null;
};

export type Job = {
  readonly number: number;
  readonly id: string;
  readonly type: JobType;
  readonly acceptedAt: number;
  /** When its last chunk was done; null before that. */
  readonly appliedAt: number | null;
  readonly requested: number;
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly errored: number;
  readonly fate: JobFate | null;
};

type ChunkRow = NewChunk & {
  number: number;
  job: number;
  list_numbers: string;
  acceptedAt: number;
  dueAt: number;
};

const COLUMNS =
  "number, id, type, accepted_at as acceptedAt, applied_at as appliedAt, requested, created, updated, deleted, errored, fate";

export class JobStore {
  readonly #database: Database;
  readonly #draw: Draw;
  readonly #settings: Readonly<Pick<Settings, "jobDelayMs" | "jobOrder" | "jobOrderSeed">>;

  constructor(database: Database, settings: Readonly<Settings>, draw: Draw) {
    this.#database = database;
    this.#draw = draw;
    this.#settings = settings;
  }

  /** @returns the new job's id. Safe from a kill when it returns. */
  accept(job: NewJob, acceptedAt: number): string {
    const id = this.#draw.uuid();
    if (job.fate === "lose-job") return id;
    const chunks = job.fate === "no-effect" ? withoutEffect(job.chunks) : job.chunks;
    const db = this.#database;
    db.transaction(() => {
      db.run(
        `insert into job (id, type, list_numbers, accepted_at, delay_share, fate, requested, errored)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
        id,
        job.type,
        JSON.stringify(job.listNumbers),
        acceptedAt,
        this.#nextDelayShare(),
        job.fate ?? null,
        job.requested,
        job.rowErrors.length,
      );
      const number = db.get<{ number: number }>("select number from job where id = ?", id)?.number ?? 0;
      for (const { kind, payload, size } of chunks) {
        db.run(
          "insert into pending_chunk (job, kind, payload, size) values (?, ?, ?, ?)",
          number,
          kind,
          payload,
          size,
        );
      }
      for (const error of job.rowErrors) {
        db.run(
          "insert into row_error values (?, ?, ?, ?)",
          number,
          error.number,
          error.identifier,
          error.message,
        );
      }
    });
    return id;
  }

  find(id: string): Job | undefined {
    return this.#database.get(`select ${COLUMNS} from job where id = ?`, id.toLowerCase());
  }

  /** In the order of the request. */
  rowErrors(job: number, after: number, limit: number): RowError[] {
    return this.#database.all(
      "select number, identifier, message from row_error where job = ? and number > ? order by number limit ?",
      job,
      after,
      limit,
    );
  }

  /** The next piece of work: of the oldest job, or where they are shuffled, of the job that is due first. */
  nextChunk(): PendingChunk | null {
    const order = this.#settings.jobOrder === "in-order" ? "number" : "due_at, number";
    const row = this.#database.get<ChunkRow>(
      `with due as (
         select number, list_numbers, accepted_at, cast(accepted_at + delay_share * ? as integer) as due_at from job
         where applied_at is null and exists (select 1 from pending_chunk where job = job.number)
           and not exists (select 1 from import where import.job = job.number)
         order by ${order} limit 1)
       select chunk.number, chunk.job, kind, iif(kind = 'upsert', '', payload) as payload, size, list_numbers, accepted_at as acceptedAt, due_at as dueAt
       from due cross join pending_chunk as chunk on chunk.job = due.number order by chunk.number limit 1`,
      this.#settings.jobDelayMs,
    );
    return row ? { ...row, listNumbers: JSON.parse(row.list_numbers) as number[] } : null;
  }

  /** To be called in the transaction that did the step. */
  record(chunk: PendingChunk, progress: Progress, now: number): void {
    const db = this.#database;
    db.run(
      `update job set created = created + ?, updated = updated + ?, deleted = deleted + ?, errored = errored + ?
       where number = ?`,
      progress.created,
      progress.updated,
      progress.deleted,
      progress.rowErrors.length,
      chunk.job,
    );
    this.#addRowErrors(chunk.job, progress.rowErrors);
    if (!progress.isDone) return;
    db.run("delete from pending_chunk where number = ?", chunk.number);
    db.run(
      "update job set applied_at = ? where number = ? and not exists (select 1 from pending_chunk where job = job.number)",
      now,
      chunk.job,
    );
  }

  /** The newest first. */
  recent(limit: number): Job[] {
    return this.#database.all(
      `select ${COLUMNS} from job where type <> 'forget_list' order by number desc limit ?`,
      limit,
    );
  }

  pendingCount(): number {
    return (
      this.#database.get<{ count: number }>("select count(*) as count from job where applied_at is null")
        ?.count ?? 0
    );
  }

  /** Rows that are here and not yet applied, those of a file that is being uploaded among them. */
  pendingRowCount(): number {
    const sql = "select coalesce(sum(size), 0) as rows from pending_chunk";
    return this.#database.get<{ rows: number }>(sql)?.rows ?? 0;
  }

  /** Of the job that comes next; drawn by its place among all, so that the same jobs come in the same order again. */
  #nextDelayShare(): number {
    const jobs = this.#database.get<{ last: number }>("select coalesce(max(number), 0) as last from job");
    return delayShareOf(`job ${jobs?.last ?? 0}`, this.#settings);
  }

  #addRowErrors(job: number, errors: readonly RowError[]): void {
    for (const { number, identifier, message } of errors) {
      this.#database.run("insert into row_error values (?, ?, ?, ?)", job, number, identifier, message);
    }
  }
}
