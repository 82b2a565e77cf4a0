/**
 * Whom a job refused, to the last row, however many they are.
 *
 * Reads  : the file behind the job's `errorsUrl`.
 * Writes : nothing.
 * Used by: runs, for each job that has ended.
 */
import { ok, type Result } from "../result.ts";
import type { RefusedContact } from "../sendgrid/files/errors-file.ts";
import type { SendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { SendGridFailure } from "../sendgrid/sendgrid-failure.ts";
import type { TakePage } from "../sendgrid/suppressions/take-pages.ts";
import { type Patience, retrying } from "./patience.ts";
import type { SettledJob } from "./settle-job.ts";

export type ReadRefusedOptions = Patience & {
  readonly client: Pick<SendGridClient, "job" | "refusedContacts">;
};

/**
 * Hands on the contacts that a job did not apply, some at a time: fewer than its `erroredCount` where SendGrid does not
 * name them all, and somebody twice where it does. The file's address expires: each further try asks the job for a new
 * one.
 *
 * @param take - is given rows again where a file broke off, which is then read from its beginning.
 */
export async function readRefused(
  jobId: string,
  { errorsUrl }: Pick<SettledJob, "errorsUrl">,
  take: TakePage<RefusedContact>,
  options: ReadRefusedOptions,
): Promise<Result<{ readonly named: number }, SendGridFailure>> {
  if (errorsUrl === null) return ok({ named: 0 });
  const { client, signal } = options;
  let url = errorsUrl;
  const read = async () => {
    const refused = await client.refusedContacts(url, take, signal);
    if (refused.ok || signal?.aborted) return refused;
    const again = await client.job(jobId, signal);
    if (again.ok) url = again.value.errorsUrl ?? url;
    return refused;
  };
  return await retrying(read, options);
}
