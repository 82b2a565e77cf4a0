/** Contacts on their way in, and the jobs that SendGrid makes of them. */
import { ok } from "../result.ts";
import type { Answer, Calls } from "./call-sendgrid.ts";
import { parseErrorsFile, type RefusedContact } from "./errors-file.ts";
import { type Job, readJob, readJobId } from "./read-answers.ts";

export type ContactOperations = {
  /**
   * Hands contacts over for processing; `settleJob` follows the job.
   *
   * @param body - from `upsertBody`.
   */
  upsertContacts(body: string, signal?: AbortSignal): Answer<{ readonly jobId: string }>;
  job(id: string, signal?: AbortSignal): Answer<Job>;
  /** Downloads what a job refused. The key is not sent along: the address is another company's. */
  refusedContacts(errorsUrl: string, signal?: AbortSignal): Answer<readonly RefusedContact[]>;
};

export const contactOperations = ({ call, download }: Calls): ContactOperations => ({
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

  async refusedContacts(errorsUrl, signal) {
    const file = await download(errorsUrl, signal);
    return file.ok ? ok(parseErrorsFile(file.value)) : file;
  },
});
