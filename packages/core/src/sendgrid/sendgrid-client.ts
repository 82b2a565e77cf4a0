/**
 * The SendGrid account behind one API key.
 *
 * Reads  : SendGrid, through the transport it is handed.
 * Writes : lists and contacts there.
 * Used by: the uploader, and the server's use cases for destinations and exports.
 */
import type { TargetField } from "../contact/target-field.ts";
import { ok, type Result } from "../result.ts";
import { type CallOptions, createCall } from "./call-sendgrid.ts";
import { parseErrorsFile, type RefusedContact } from "./errors-file.ts";
import {
  type ContactList,
  type Job,
  readContactCount,
  readFields,
  readJob,
  readJobId,
  readList,
  readListsPage,
  readScopes,
} from "./read-answers.ts";
import type { SendGridFailure } from "./sendgrid-failure.ts";

type Answer<Value> = Promise<Result<Value, SendGridFailure>>;

/** Every method gives a result; it rejects only where `apiKey` does. */
export type SendGridClient = {
  /** What the key may do. */
  scopes(signal?: AbortSignal): Answer<readonly string[]>;
  /** Contacts in the account. */
  contactCount(signal?: AbortSignal): Answer<number>;
  /** All lists, all pages. SendGrid allows 1,000. */
  lists(signal?: AbortSignal): Answer<readonly ContactList[]>;
  list(id: string, signal?: AbortSignal): Answer<ContactList>;
  /** @param name - 1 to 100 characters. */
  createList(name: string, signal?: AbortSignal): Answer<ContactList>;
  /** Fields that an upsert can write: SendGrid's own first, then custom ones. */
  fieldDefinitions(signal?: AbortSignal): Answer<readonly TargetField[]>;
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

export type SendGridClientOptions = CallOptions;

const MAX_PAGES = 100;

export function createSendGridClient(options: SendGridClientOptions): SendGridClient {
  const { call, download } = createCall(options);

  return {
    scopes: (signal) => call({ method: "GET", path: "/v3/scopes", signal }, readScopes),

    contactCount: (signal) =>
      call({ method: "GET", path: "/v3/marketing/contacts/count", signal }, readContactCount),

    async lists(signal) {
      const lists: ContactList[] = [];
      let path = "/v3/marketing/lists?page_size=1000";
      for (let pages = 0; pages < MAX_PAGES; pages++) {
        const page = await call({ method: "GET", path, signal }, readListsPage);
        if (!page.ok) return page;
        lists.push(...page.value.lists);
        if (page.value.nextPageToken === null) break;
        path = `/v3/marketing/lists?page_size=1000&page_token=${encodeURIComponent(page.value.nextPageToken)}`;
      }
      return ok(lists);
    },

    list: (id, signal) =>
      call({ method: "GET", path: `/v3/marketing/lists/${encodeURIComponent(id)}`, signal }, readList),

    createList: (name, signal) =>
      call({ method: "POST", path: "/v3/marketing/lists", body: JSON.stringify({ name }), signal }, readList),

    fieldDefinitions: (signal) =>
      call({ method: "GET", path: "/v3/marketing/field_definitions", signal }, readFields),

    upsertContacts: (body, signal) =>
      call({ method: "PUT", path: "/v3/marketing/contacts", body, signal }, readJobId),

    job: (id, signal) =>
      call(
        { method: "GET", path: `/v3/marketing/contacts/imports/${encodeURIComponent(id)}`, signal },
        readJob,
      ),

    async refusedContacts(errorsUrl, signal) {
      const file = await download(errorsUrl, signal);
      return file.ok ? ok(parseErrorsFile(file.value)) : file;
    },
  };
}
