/**
 * What became of rows that SendGrid has taken.
 *
 * Reads  : jobs, and the files of what they refused.
 * Writes : outcomes.
 * Used by: both ways up.
 */
import { type ReadyRow, readRefused, settleJob } from "@keruen/core";
import type { Outcomes } from "./outcomes.ts";
import type { Worker } from "./worker.ts";

export type Sent = {
  /** With SendGrid, for certain. */
  readonly delivered: readonly ReadyRow[];
  /** To be sent again: nobody can tell what became of them. */
  readonly again: readonly ReadyRow[];
};

const UNKNOWN = new Set<string>(["job-unknown", "canceled"]);

/** @returns addresses that the jobs refused; null where a job is lost, or the worker is. */
async function refusedBy(jobIds: readonly string[], worker: Worker): Promise<ReadonlySet<string> | null> {
  const refused = new Set<string>();
  const known = await Promise.all(jobIds.map((jobId) => readJob(jobId, refused, worker)));
  return known.every(Boolean) ? refused : null;
}

/** @returns whether it could be read. */
async function readJob(jobId: string, refused: Set<string>, worker: Worker): Promise<boolean> {
  const settled = await settleJob(jobId, worker);
  const take = async (page: readonly { readonly email: string }[]) => {
    for (const { email } of page) refused.add(email);
  };
  const read = settled.ok ? await readRefused(jobId, settled.value, take, worker) : settled;
  if (!read.ok && !UNKNOWN.has(read.failure.code))
    throw new Error(`A job could not be settled: ${read.failure.code}`);
  return read.ok;
}

/** Waits until the jobs that carry these rows have ended, and notes what became of each row. */
export async function settle(
  jobIds: readonly string[],
  rows: readonly ReadyRow[],
  outcomes: Outcomes,
  worker: Worker,
): Promise<Sent> {
  const refused = await refusedBy(jobIds, worker);
  if (refused === null) return { delivered: [], again: rows };
  for (const { profileId, prepared } of rows)
    outcomes.note(profileId, refused.has(prepared.email) ? "rejected" : "delivered");
  return { delivered: rows.filter(({ prepared }) => !refused.has(prepared.email)), again: [] };
}

export const together = (parts: readonly Sent[]): Sent => ({
  delivered: parts.flatMap(({ delivered }) => delivered),
  again: parts.flatMap(({ again }) => again),
});
