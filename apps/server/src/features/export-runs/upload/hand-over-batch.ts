/**
 * Handing one batch to SendGrid, by whatever route, with a run's patience, until it is taken or no use.
 *
 * Reads  : a batch and its files, which stay the caller's.
 * Writes : SendGrid's list. What became of each contact is the answer; storing it is `recordBatch`'s.
 * Used by: `uploadRun`.
 */
import {
  type Batch,
  type LearningLimits,
  type Result,
  type UploadFailure,
  type UploadOptions,
  type UploadOutcome,
  uploadBatch,
} from "@keruen/core";
import type { RunContext } from "../run-context.ts";

export type HandOverOptions = {
  readonly listId: string;
  /** Learn of a batch that was too large. */
  readonly limits: LearningLimits;
};

/** Sends no more once the run is canceled; what is under way then is waited for, as SendGrid may have taken it already. */
export async function handOverBatch(
  { client, clock, random, patience, stopped, canceled }: RunContext,
  { listId, limits }: HandOverOptions,
  batch: Batch,
): Promise<Result<UploadOutcome, UploadFailure>> {
  const letThrough: UploadOptions["client"] = {
    upsertContacts: (body) => client.upsertContacts(body, stopped),
    startImport: (request) => client.startImport(request, stopped),
    uploadFile: (upload, file) => client.uploadFile(upload, file, stopped),
  };
  return await uploadBatch(batch, {
    ...{ client: letThrough, clock, random, listId, limits },
    signal: AbortSignal.any([stopped, canceled]),
    giveUpAfterMs: patience.uploadMs,
  });
}
