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
import type { JobStore } from "../jobs/job-store.ts";
import type { Database } from "../storage/database.ts";
import type { FieldMappings } from "./field-mapping.ts";

export type WaitingImport = {
  /** The job's number and id. */
  readonly job: number;
  readonly id: string;
  readonly mappings: FieldMappings;
};

export class ImportStore {
  readonly #database: Database;
  readonly #jobs: JobStore;

  constructor(database: Database, jobs: JobStore) {
    this.#database = database;
    this.#jobs = jobs;
  }

  /** @returns the id of the job, which is pending until a file was uploaded and applied. */
  start(mappings: FieldMappings, listNumbers: readonly number[], now: number): string {
    const nothingYet = { requested: 0, chunks: [], rowErrors: [] };
    const id = this.#jobs.accept({ type: "import_contacts", listNumbers, ...nothingYet }, now);
    const job = this.#jobs.find(id)?.number ?? 0;
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
      ? { job: job.number, id: job.id, mappings: JSON.parse(row.mappings) as FieldMappings }
      : null;
  }

  /** Forgets what was read of the file. */
  clear({ job }: WaitingImport): void {
    this.#database.transaction(() => {
      this.#database.run("delete from pending_chunk where job = ?", job);
      this.#database.run("delete from row_error where job = ?", job);
    });
  }

  add({ job }: WaitingImport, chunks: readonly NewChunk[], rowErrors: readonly RowError[]): void {
    this.#database.batch(() => {
      for (const chunk of chunks) this.#addChunk(job, chunk);
      for (const { number, identifier, message } of rowErrors)
        this.#database.run("insert into row_error values (?, ?, ?, ?)", job, number, identifier, message);
    });
  }

  /** The file is here: from now on the job's delay runs, as if it had been accepted now. */
  release({ job }: WaitingImport, requested: number, errored: number, now: number): void {
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
