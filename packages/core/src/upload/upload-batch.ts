/**
 * Uploading: hand one batch to SendGrid, and know afterwards what became of each contact in it.
 *
 * Reads  : a batch of `packBatches`.
 * Writes : contacts on a list, through the client. Safe to repeat: SendGrid tells contacts apart by e-mail.
 * Used by: runs, batch after batch; `settleJob` then follows the jobs it returns.
 */
import { fail, ok, type Result } from "../result.ts";
import type { SendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { SendGridFailure } from "../sendgrid/sendgrid-failure.ts";
import type { Batch } from "./pack-batches.ts";
import { type Patience, retrying } from "./patience.ts";
import { isRejected, type ReadyRow, type RejectedRow } from "./row.ts";
import { splitRefused } from "./split-refused.ts";
import { upsertBody } from "./upsert-body.ts";

/** Contacts that SendGrid has queued under one job. */
export type AcceptedPart = { readonly jobId: string; readonly rows: readonly ReadyRow[] };

/** Together these are every row of the batch but its duplicates, each once. */
export type UploadOutcome = {
  /** One part as a rule; several where the batch had to be split. */
  readonly accepted: readonly AcceptedPart[];
  /** Set aside before the upload, or refused by SendGrid. */
  readonly rejected: readonly RejectedRow[];
};

/** The upload ended before every contact had its outcome. Upload the whole batch again, or report what is known. */
export type UploadFailure = { readonly reason: SendGridFailure; readonly soFar: UploadOutcome };

export type UploadOptions = Patience & {
  readonly client: Pick<SendGridClient, "upsertContacts">;
  readonly listId: string;
};

/**
 * So many contacts refused one by one, and none accepted in between, mean that SendGrid refuses the request for
 * a reason it does not name, not the contacts. It bounds what the search for culprits may cost.
 */
const MAX_REFUSED_IN_A_ROW = 100;

/**
 * Sends a batch, and again where that may help. Contacts that SendGrid names are taken out and the rest is sent;
 * where it names none, the batch is halved until the culprits are alone.
 */
export async function uploadBatch(
  batch: Batch,
  options: UploadOptions,
): Promise<Result<UploadOutcome, UploadFailure>> {
  const accepted: AcceptedPart[] = [];
  const rejected: RejectedRow[] = batch.rows.filter(isRejected);
  const pending: (readonly ReadyRow[])[] = batch.contacts.length === 0 ? [] : [batch.contacts];
  let refusedInARow = 0;

  for (let rows = pending.pop(); rows !== undefined; rows = pending.pop()) {
    const body = upsertBody(rows, [options.listId]);
    const answer = await retrying(() => options.client.upsertContacts(body, options.signal), options);
    if (answer.ok) {
      accepted.push({ jobId: answer.value.jobId, rows });
      refusedInARow = 0;
      continue;
    }
    const split = splitRefused(rows, answer.failure);
    if (split?.foundBy === "halving") refusedInARow += split.rejected.length;
    if (split === null || refusedInARow > MAX_REFUSED_IN_A_ROW) {
      return fail({ reason: answer.failure, soFar: { accepted, rejected } });
    }
    rejected.push(...split.rejected);
    pending.push(...split.rest.toReversed());
  }
  return ok({ accepted, rejected });
}
