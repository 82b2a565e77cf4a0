/**
 * Uploading by file: ask SendGrid where to, and bring the file there.
 *
 * Reads  : a file of `packImports`, from its beginning at each try.
 * Writes : contacts on a list, through the client. Safe to repeat: SendGrid tells contacts apart by e-mail.
 * Used by: runs, file after file; `settleJob` then follows the job. Rows it refuses are named by e-mail.
 */
import { fail, ok, type Result } from "../result.ts";
import type { SendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { SendGridFailure } from "../sendgrid/sendgrid-failure.ts";
import { type Patience, retrying } from "../upload/patience.ts";
import type { ImportFile } from "./csv-file.ts";

export type UploadImportOptions = Patience & {
  readonly client: Pick<SendGridClient, "startImport" | "uploadFile">;
  readonly listId: string;
};

/** Contacts that SendGrid has taken under one job. */
export type UploadedImport = { readonly jobId: string; readonly rows: number };

/** An address that is refused when it is new is not refused for its age. */
const MAX_ADDRESSES = 3;

/**
 * Uploads one file. What breaks on the way is sent again to the same address; where that has expired, another import is
 * asked for, and the job of the first stays without a file, which applies nothing.
 *
 * @param options - `giveUpAfterMs` is for the whole of it.
 * @returns `list-gone` where the list does not exist.
 */
export async function uploadImport(
  { columns, rows, spooled }: ImportFile,
  options: UploadImportOptions,
): Promise<Result<UploadedImport, SendGridFailure>> {
  const { client, listId, clock, signal, giveUpAfterMs } = options;
  const endsAtMs = clock.now() + giveUpAfterMs;
  const patience = (): Patience => ({ ...options, giveUpAfterMs: Math.max(0, endsAtMs - clock.now()) });
  const request = { fieldMappings: columns, listIds: [listId] };

  for (let addresses = 0; addresses < MAX_ADDRESSES; addresses++) {
    const started = await retrying(() => client.startImport(request, signal), patience());
    if (!started.ok) return started;
    const { jobId } = started.value;
    const uploaded = await retrying(
      () => client.uploadFile(started.value, { bytes: spooled.bytes, stream: spooled.stream() }, signal),
      patience(),
    );
    if (uploaded.ok) return ok({ jobId, rows });
    if (uploaded.failure.code !== "not-found") return uploaded;
  }
  return fail({ code: "unavailable", status: null, cause: "SendGrid's addresses for files are refused" });
}
