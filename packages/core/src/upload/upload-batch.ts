/**
 * Uploading: hand one batch to SendGrid, and know afterwards what became of each contact in it.
 *
 * Reads  : a batch of `packBatches`, or of `packImports` with its files.
 * Writes : contacts on a list, through the client. Safe to repeat: SendGrid tells contacts apart by e-mail.
 * Used by: runs, batch after batch; `settleJob` then follows the jobs it returns.
 */
import type { ImportFile } from "../import/csv-file.ts";
import { type UploadImportOptions, uploadImport } from "../import/upload-import.ts";
import { fail, ok, type Result } from "../result.ts";
import type { SendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { SendGridFailure } from "../sendgrid/sendgrid-failure.ts";
import type { Batch } from "./batch.ts";
import { createSearch } from "./culprit-search.ts";
import { type Patience, retrying } from "./patience.ts";
import { isRejected, type ReadyRow, type RejectedRow } from "./row.ts";
import { sayingTooLarge } from "./too-large-unsaid.ts";
import { envelopeBytes, upsertBody } from "./upsert-body.ts";
import type { LearningLimits } from "./upsert-limits.ts";

/** Contacts that SendGrid has queued under one job. */
export type AcceptedPart = { readonly jobId: string; readonly rows: readonly ReadyRow[] };

/** A file that SendGrid has taken, all of it under one job. */
export type AcceptedFile = { readonly jobId: string; readonly file: ImportFile };

/** Together these are every row of the batch but its duplicates, suppressed and unchanged, each once. */
export type UploadOutcome = {
  /** By upsert: one part as a rule; several where the batch had to be split. */
  readonly accepted: readonly AcceptedPart[];
  /** By import. */
  readonly acceptedFiles: readonly AcceptedFile[];
  /** Set aside before the upload, or refused by SendGrid. */
  readonly rejected: readonly RejectedRow[];
};

/** The upload ended before every contact had its outcome. Upload the whole batch again, or report what is known. */
export type UploadFailure = { readonly reason: SendGridFailure; readonly soFar: UploadOutcome };

export type UploadOptions = Patience & {
  readonly client: Pick<SendGridClient, "upsertContacts"> & UploadImportOptions["client"];
  readonly listId: string;
  /** Told of bodies that were too large, so that the run's next batches are smaller. */
  readonly limits?: Pick<LearningLimits, "refused">;
};

/**
 * Sends a batch, and again where that may help. Contacts that SendGrid names are taken out and the rest is sent;
 * where it names none, the batch is halved until the culprits are alone. Files come last: what SendGrid refuses at once,
 * a key or a list, an upsert hears before a long file is under way.
 *
 * What `b` bad contacts among `n` cost: 2 calls where SendGrid names them all; at most `2b + 1` where it names one at
 * a time, each with less in it than the one before; at most `2b (log2 n + 1) + 1` where it names none, and up to as
 * many as {@link createSearch} looks at elsewhere.
 */
export async function uploadBatch(
  batch: Batch,
  options: UploadOptions,
): Promise<Result<UploadOutcome, UploadFailure>> {
  const accepted: AcceptedPart[] = [];
  const acceptedFiles: AcceptedFile[] = [];
  const search = createSearch(batch.contacts);
  const setAside = batch.rows.filter(isRejected);
  const soFar = (): UploadOutcome => ({
    accepted,
    acceptedFiles,
    rejected: [...setAside, ...search.rejected()],
  });

  for (let rows = search.next(); rows !== null; rows = search.next()) {
    const body = upsertBody(rows, [options.listId]);
    const send = () => options.client.upsertContacts(body, options.signal);
    // A contact that goes alone is not to blame for an outage.
    const answer = await retrying(
      rows.length > 1 ? sayingTooLarge(bodyBytes(rows, options), send) : send,
      options,
    );
    if (answer.ok) {
      accepted.push({ jobId: answer.value.jobId, rows });
      search.accepted();
      continue;
    }
    if (answer.failure.code === "too-large" && rows.length > 1)
      options.limits?.refused(bodyBytes(rows, options));
    if (!search.refused(answer.failure)) return fail({ reason: answer.failure, soFar: soFar() });
  }
  for (const file of batch.files) {
    const taken = await uploadImport(file, options);
    if (!taken.ok) return fail({ reason: taken.failure, soFar: soFar() });
    acceptedFiles.push({ jobId: taken.value.jobId, file });
  }
  return ok(soFar());
}

function bodyBytes(rows: readonly ReadyRow[], { listId }: UploadOptions): number {
  const commas = rows.length - 1;
  return rows.reduce((bytes, { prepared }) => bytes + prepared.bytes, envelopeBytes([listId]) + commas);
}
