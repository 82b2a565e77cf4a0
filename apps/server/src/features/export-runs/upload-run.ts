/**
 * Step two: batch after batch to SendGrid (of a dry run: only made), from the run's cursor on, by the run's route. The next batch is made while one
 * is under way; the files of both are gone when it ends, however it ends.
 *
 * Reads  : members and profiles.
 * Writes : SendGrid's list, then the batch's outcomes.
 * Used by: `ExportRunner`.
 */
import {
  type Batch,
  createUpsertLimits,
  discardFiles,
  isRejected,
  ok,
  type UploadOutcome,
} from "@keruen/core";
import { batchesOf } from "./batches-of.ts";
import { describeFailure, type RunFailure } from "./describe-failure.ts";
import { ExportRunEntity } from "./export-run.entity.ts";
import { handOverBatch } from "./hand-over-batch.ts";
import { oneAhead } from "./one-ahead.ts";
import { recordBatch } from "./record-batch.ts";
import type { RunContext } from "./run-context.ts";

/**
 * @returns null when all is uploaded, or the run is canceled.
 * @throws when the process stops: the run is left where it is, and the task goes to the next.
 */
export async function uploadRun(context: RunContext): Promise<RunFailure | null> {
  const { dataSource, runId, stopped, canceled } = context;
  const run = await dataSource.getRepository(ExportRunEntity).findOneByOrFail({ id: runId });
  if (run.state !== "UPLOADING") return null;
  const limits = createUpsertLimits();
  let number = run.lastBatch;

  for await (const batch of oneAhead(batchesOf(context, run, { after: run.cursor }, limits), discardFiles)) {
    try {
      stopped.throwIfAborted();
      if (canceled.aborted) return null;
      const uploaded = run.isDryRun
        ? ok(nothingSent(batch))
        : await handOverBatch(context, { listId: run.listId, limits }, batch);
      number += 1;
      if (uploaded.ok) {
        await recordBatch(dataSource, runId, number, batch, uploaded.value, run.isDryRun);
        continue;
      }
      const { reason, soFar } = uploaded.failure;
      const failure = describeFailure(reason);
      const isTaken = soFar.accepted.length > 0 || soFar.acceptedFiles.length > 0;
      const isKnown = failure.isFinal || (canceled.aborted && isTaken);
      if (isKnown && !stopped.aborted) await recordBatch(dataSource, runId, number, batch, soFar);
      return canceled.aborted ? null : failure;
    } finally {
      await discardFiles(batch);
    }
  }
  return null;
}

/** What becomes of a batch that is made and not sent: only whom we refuse ourselves is known. */
const nothingSent = ({ rows }: Batch): UploadOutcome => ({
  ...{ accepted: [], acceptedFiles: [] },
  rejected: rows.filter(isRejected),
});
