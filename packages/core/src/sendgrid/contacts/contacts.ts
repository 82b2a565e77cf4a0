/** Contacts on their way in, and the jobs that SendGrid makes of them. */
import type { Answer, Calls } from "../call-sendgrid.ts";
import { type RefusedContact, readErrorsFile } from "../files/errors-file.ts";
import { type Job, readJob, readJobId } from "../read-answers.ts";
import type { TakePage } from "../suppressions/take-pages.ts";

export type ContactOperations = {
  /**
   * Hands contacts over for processing; `settleJob` follows the job.
   *
   * @param body - from `upsertBody`.
   */
  upsertContacts(body: string, signal?: AbortSignal): Answer<{ readonly jobId: string }>;
  job(id: string, signal?: AbortSignal): Answer<Job>;
  /**
   * Reads whom a job refused, some at a time; the next are read when `take` is done. The key is not sent along: the
   * address is another company's.
   *
   * A file that breaks off is a failure, though what was read of it has been taken.
   */
  refusedContacts(
    errorsUrl: string,
    take: TakePage<RefusedContact>,
    signal?: AbortSignal,
  ): Answer<{ readonly named: number }>;
};

export const contactOperations = ({ call, openFile }: Calls): ContactOperations => ({
  upsertContacts: (body, signal) =>
    call({ method: "PUT", path: "/v3/marketing/contacts", body, signal }, readJobId),

  job: (id, signal) =>
    call(
      {
        method: "GET",
        path: `/v3/marketing/contacts/imports/${encodeURIComponent(id)}`,
        endpoint: "GET /v3/marketing/contacts/imports/{id}",
        signal,
      },
      readJob,
    ),

  async refusedContacts(errorsUrl, take, signal) {
    const file = await openFile(errorsUrl, signal);
    return file.ok ? await readErrorsFile(file.value, take, signal) : file;
  },
});
