/**
 * Step two: batch after batch to SendGrid (of a dry run: only made), from the run's cursor on, by the run's route. The
 * next batch is made while one is under way; the files of both are gone when it ends, however it ends.
 *
 * Reads  : members and profiles.
 * Writes : up to whom it hands over; SendGrid's list; then the batch's outcomes.
 * Used by: `ExportRunner`.
 */
import {
  type Batch,
  createUpsertLimits,
  discardFiles,
  isRejected,
  ok,
  type UploadFailure,
  type UploadOutcome,
} from "@keruen/core";
import { describeFailure, type RunFailure } from "../describe-failure.ts";
import { ExportRunEntity } from "../export-run.entity.ts";
import type { RunContext } from "../run-context.ts";
import { batchesOf } from "./batches-of.ts";
import { handOverBatch } from "./hand-over-batch.ts";
import { isInDoubt, markHandingOver, unmarkHandingOver, withDoubt } from "./handing-over.ts";
import { oneAhead } from "./one-ahead.ts";
import { recordBatch } from "./record-batch.ts";
import { releaseClaims } from "./release-claims.ts";

/**
 * Whom a process that died may have handed over is handed over first, though the run is canceled meanwhile: SendGrid may
 * have them, and to send them again changes nothing there.
 *
 * @returns null when all is uploaded, or the run is canceled.
 * @throws when the process stops: the run is left where it is, and the task goes to the next.
 */
export async function uploadRun(context: RunContext): Promise<RunFailure | null> {
  const { dataSource, runId } = context;
  const load = () => dataSource.getRepository(ExportRunEntity).findOneByOrFail({ id: runId });
  const run = await load();
  if (run.state !== "UPLOADING") return null;
  await releaseClaims(dataSource, runId, run.cursor);
  if (!isInDoubt(run)) return await uploadAfter(context, run);
  const failure = await uploadAfter({ ...context, canceled: NEVER }, run, run.handingOverTo);
  if (failure) return failure.isFinal ? withDoubt(failure) : failure;
  return await uploadAfter(context, await load());
}

const NEVER = new AbortController().signal;

/** From the run's cursor to the last member; or to the profile given, for those in doubt. */
async function uploadAfter(
  context: RunContext,
  run: ExportRunEntity,
  inDoubtTo?: number,
): Promise<RunFailure | null> {
  const { dataSource, runId, stopped, canceled } = context;
  const range = { after: run.cursor, ...(inDoubtTo !== undefined && { to: inDoubtTo }) };
  const limits = createUpsertLimits();
  let number = run.lastBatch;

  for await (const batch of oneAhead(batchesOf(context, run, range, limits), discardFiles)) {
    try {
      stopped.throwIfAborted();
      if (canceled.aborted) return null;
      number += 1;
      if (!run.isDryRun) await markHandingOver(dataSource, runId, number, batch.lastProfileId);
      const uploaded = run.isDryRun
        ? ok(nothingSent(batch))
        : await handOverBatch(context, { listId: run.listId, limits }, batch);
      if (uploaded.ok) {
        await recordBatch(dataSource, runId, number, batch, uploaded.value, run.isDryRun);
        continue;
      }
      const { reason, soFar } = uploaded.failure;
      const failure = describeFailure(reason);
      const isKnown = failure.isFinal || (canceled.aborted && isTakenInPart(uploaded.failure));
      if (isKnown && !stopped.aborted) await recordBatch(dataSource, runId, number, batch, soFar);
      else if (inDoubtTo === undefined && isTurnedAway(uploaded.failure))
        await unmarkHandingOver(dataSource, runId, number);
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

const isTakenInPart = ({ soFar }: UploadFailure) =>
  soFar.accepted.length > 0 || soFar.acceptedFiles.length > 0;

/** SendGrid has answered, and taken nobody. */
const isTurnedAway = (failure: UploadFailure) => {
  const { reason } = failure;
  const isAnswer =
    reason.code === "rate-limited" || (reason.code === "unavailable" && reason.status !== null);
  return isAnswer && !isTakenInPart(failure);
};
