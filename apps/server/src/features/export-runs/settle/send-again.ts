/**
 * Jobs that SendGrid accepted and does not know any more: their contacts are sent again, which does no harm, as SendGrid
 * tells contacts apart by e-mail.
 *
 * Which contact was in which job is not kept, so it is the whole batch that goes again, less those with an exception. What
 * has changed since is sent as it is now.
 *
 * Reads  : the batch's members.
 * Writes : SendGrid's list, then new jobs in the place of the lost ones.
 * Used by: `settleRun`.
 */
import { createUpsertLimits, discardFiles } from "@keruen/core";
import { describeFailure, FAILURES, type RunFailure } from "../describe-failure.ts";
import { ExportRunEntity } from "../export-run.entity.ts";
import type { RunContext } from "../run-context.ts";
import { batchesOf } from "../upload/batches-of.ts";
import { exceptionsOf } from "../upload/exceptions-of.ts";
import { handOverBatch } from "../upload/hand-over-batch.ts";
import { jobsOf } from "../upload/store-jobs.ts";
import { recordLost, recordSentPart } from "./record-sent-again.ts";

/** Of one batch. SendGrid that loses a batch so often has lost more than a job. */
const MOST_TIMES = 3;

/**
 * Part after part, each stored before the next is sent. Where it breaks off, the jobs are still pending, and the next
 * attempt sends the batch from its beginning.
 *
 * @returns null when new jobs are in their place; `job-unknown` where nothing more may be sent.
 */
export async function sendAgain(
  context: RunContext,
  batch: number,
  lostJobIds: readonly string[],
): Promise<RunFailure | null> {
  const { dataSource, runId, stopped, canceled } = context;
  const [{ resentCount }] = await dataSource.query(
    `select resent_count as "resentCount" from run_batch where run_id = $1 and number = $2`,
    [runId, batch],
  );
  if (canceled.aborted || resentCount >= MOST_TIMES) return FAILURES.jobUnknown;

  const run = await dataSource.getRepository(ExportRunEntity).findOneByOrFail({ id: runId });
  const limits = createUpsertLimits();
  for await (const part of batchesOf(context, run, { batch }, limits)) {
    try {
      const sent = await handOverBatch(context, { listId: run.listId, limits }, part);
      if (!sent.ok) return canceled.aborted ? FAILURES.jobUnknown : describeFailure(sent.failure.reason);
      await recordSentPart(dataSource, runId, {
        ...{ batch, lostJobIds, jobs: jobsOf(sent.value) },
        exceptions: exceptionsOf(part.rows, sent.value.rejected),
      });
    } finally {
      await discardFiles(part);
    }
  }
  stopped.throwIfAborted();
  if (canceled.aborted) return FAILURES.jobUnknown; // whoever was left out is not known
  await recordLost(dataSource, runId, { batch, lostJobIds });
  return null;
}
