/**
 * What became of rows that SendGrid has taken under one job.
 *
 * Reads  : the job, and the file of what it refused.
 * Writes : outcomes; none where the job is lost, or the worker is: then nobody can tell.
 * Used by: `send-rows.ts`.
 */
import { type ReadyRow, readRefused, settleJob } from "@keruen/core";
import type { Outcomes } from "./outcomes.ts";
import type { Worker } from "./worker.ts";

const UNKNOWN = new Set<string>(["job-unknown", "canceled"]);

export async function settle(
  jobId: string,
  rows: readonly ReadyRow[],
  outcomes: Outcomes,
  worker: Worker,
): Promise<void> {
  const settled = await settleJob(jobId, worker);
  const refused = new Set<string>();
  const take = async (page: readonly { readonly email: string }[]) => {
    for (const { email } of page) refused.add(email);
  };
  const read = settled.ok ? await readRefused(jobId, settled.value, take, worker) : settled;
  if (!read.ok) {
    if (UNKNOWN.has(read.failure.code)) return;
    throw new Error(`A job could not be settled: ${read.failure.code}`);
  }
  for (const { profileId, prepared } of rows)
    outcomes.note(profileId, refused.has(prepared.email) ? "rejected" : "delivered");
}
