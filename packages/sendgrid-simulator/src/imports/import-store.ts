/**
 * Imports that wait for their file. The job is there from the start; its rows come with the upload.
 *
 * Reads  : import, job.
 * Writes : import, job, pending_chunk, row_error. The engine leaves a job alone as long as its import is here, so a
 *          half-read file is never applied: it is begun anew by the next upload.
 * Used by: `start-import.ts`, `receive-upload.ts`.
 */
import type { RowError } from "../contacts/check-contacts.ts";
import type { NewChunk } from "../jobs/chunk.ts";
import { type JobFate, withoutEffect } from "../jobs/job-fate.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { Database } from "../storage/database.ts";
import type { FieldMappings } from "./field-mapping.ts";

export type NewImport = {
  readonly mappings: FieldMappings;
  readonly listNumbers: readonly number[];
  /** What is to go wrong with its job. */
  readonly fate: JobFate | null;
};

/** The account was reset, or another was loaded, while a file was being read. */
export class UploadOvertaken extends Error {}

export type WaitingImport = {
  /** The job's number and id. */
  readonly job: number;
  readonly id: string;
  readonly mappings: FieldMappings;
  readonly fate: JobFate | null;
  /** Of the account's contents, which are others after a reset. */
  readonly era: number;
};

export class ImportStore {
  readonly #database: Database;
  readonly #jobs: JobStore;
  #era = 0;
  /** Ids of jobs that were lost before their file came: the storage, which knows of no jobs, takes it all the same. */
  readonly #lost = new Set<string>();

  constructor(database: Database, jobs: JobStore) {
    this.#database = database;
    this.#jobs = jobs;
    this.#sweep();
  }

  /** @returns the id of the job, which is pending until a file was uploaded and applied. */
  start({ mappings, listNumbers, fate }: NewImport, now: number): string {
    const nothingYet = { requested: 0, chunks: [], rowErrors: [] };
    const id = this.#jobs.accept({ type: "import_contacts", listNumbers, fate, ...nothingYet }, now);
    if (fate === "lose-job") this.#lost.add(id);
    const job = this.#jobs.find(id)?.number;
    if (job === undefined) return id;
    this.#database.transaction(() =>
      this.#database.run("insert into import values (?, ?)", job, JSON.stringify(mappings)),
    );
    return id;
  }

  find(id: string): WaitingImport | null {
    const job = this.#jobs.find(id);
    const row = this.#database.get<{ mappings: string }>(
      "select field_mappings as mappings from import where job = ?",
      job?.number ?? 0,
    );
    return job && row
      ? {
          job: job.number,
          id: job.id,
          mappings: JSON.parse(row.mappings) as FieldMappings,
          fate: job.fate,
          era: this.#era,
        }
      : null;
  }

  /** After the tables were changed by somebody else: files that are being read belong to nobody. */
  reload(): void {
    this.#era += 1;
    this.#lost.clear();
  }

  isLost(id: string): boolean {
    return this.#lost.has(id);
  }

  /** Forgets what was read of the file. */
  clear({ job, era }: WaitingImport): void {
    this.#mustBeOf(era);
    this.#database.transaction(() => {
      this.#database.run("delete from pending_chunk where job = ?", job);
      this.#database.run("delete from row_error where job = ?", job);
    });
  }

  add({ job, fate, era }: WaitingImport, chunks: readonly NewChunk[], rowErrors: readonly RowError[]): void {
    this.#mustBeOf(era);
    this.#database.batch(() => {
      for (const chunk of fate === "no-effect" ? withoutEffect(chunks) : chunks) this.#addChunk(job, chunk);
      for (const { number, identifier, message } of rowErrors)
        this.#database.run("insert into row_error values (?, ?, ?, ?)", job, number, identifier, message);
    });
  }

  /** The file is here: from now on the job's delay runs, as if it had been accepted now. */
  release({ job, era }: WaitingImport, requested: number, errored: number, now: number): void {
    this.#mustBeOf(era);
    this.#database.transaction(() => {
      this.#addChunk(job, { kind: "upsert", payload: "{}", size: 0 }); // a job without any row takes its time too
      this.#database.run(
        "update job set accepted_at = ?, requested = ?, errored = ? where number = ?",
        now,
        requested,
        errored,
        job,
      );
      this.#database.run("delete from import where job = ?", job);
    });
  }

  /** What a process that was killed has left of files it was reading. */
  #sweep(): void {
    this.#database.script(`
      delete from pending_chunk where job in (select job from import);
      delete from row_error where job in (select job from import)`);
  }

  #mustBeOf(era: number): void {
    if (era !== this.#era) throw new UploadOvertaken();
  }

  #addChunk(job: number, { kind, payload, size }: NewChunk): void {
    this.#database.run(
      "insert into pending_chunk (job, kind, payload, size) values (?, ?, ?, ?)",
      job,
      kind,
      payload,
      size,
    );
  }
}
