import type { UploadOutcome } from "@keruen/core";
import type { EntityManager } from "typeorm";

/** One of SendGrid's jobs, and how many contacts it is to apply. */
export type NewJob = { readonly jobId: string; readonly contacts: number };

export const jobsOf = ({ accepted, acceptedFiles }: UploadOutcome): readonly NewJob[] => [
  ...accepted.map(({ jobId, rows }) => ({ jobId, contacts: rows.length })),
  ...acceptedFiles.map(({ jobId, file }) => ({ jobId, contacts: file.rows })),
];

export async function storeJobs(
  db: EntityManager,
  runId: string,
  batch: number,
  jobs: readonly NewJob[],
): Promise<void> {
  if (jobs.length === 0) return;
  await db.query(
    `insert into run_job (run_id, job_id, batch, contact_count)
     select $1, job.id, $2, job.contacts from unnest($3::text[], $4::integer[]) as job (id, contacts)`,
    [runId, batch, jobs.map(({ jobId }) => jobId), jobs.map(({ contacts }) => contacts)],
  );
}
