/**
 * The SendGrid account behind one API key.
 *
 * Reads  : SendGrid, through the transport it is handed.
 * Writes : lists and contacts there.
 * Used by: the uploader, and the server's use cases for destinations and exports.
 */
import { MAX_CUSTOM_TEXT, RESERVED_FIELDS, type TargetField } from "../contact/target-field.ts";
import { fail, ok, type Result } from "../result.ts";
import type { Clock } from "./clock.ts";
import { parseErrorsFile, type RefusedContact } from "./errors-file.ts";
import { failureOf, parseJson, type SendGridFailure } from "./sendgrid-failure.ts";
import type {
  WireContactCount,
  WireField,
  WireFieldDefinitions,
  WireJob,
  WireList,
  WireLists,
  WireScopes,
  WireUpsertAccepted,
} from "./sendgrid-wire.ts";
import type { HttpRequest, HttpResponse, Transport } from "./transport.ts";

export type ContactList = { readonly id: string; readonly name: string; readonly contactCount: number };

/** Where one of SendGrid's asynchronous jobs stands. Counts are null until SendGrid gives them. */
export type Job = {
  readonly status: "pending" | "completed" | "errored" | "failed";
  readonly requestedCount: number | null;
  readonly createdCount: number | null;
  readonly updatedCount: number | null;
  readonly erroredCount: number | null;
  readonly errorsUrl: string | null;
};

type Answer<Value> = Promise<Result<Value, SendGridFailure>>;

/** Every method gives a result and never rejects. */
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
  /** Hands contacts over for processing. @param body - from `upsertBody`. @returns the job to settle. */
  upsertContacts(body: string, signal?: AbortSignal): Answer<{ readonly jobId: string }>;
  job(id: string, signal?: AbortSignal): Answer<Job>;
  /** Downloads what a job refused. The key is not sent: the address is another company's. */
  refusedContacts(errorsUrl: string, signal?: AbortSignal): Answer<readonly RefusedContact[]>;
};

export type SendGridClientOptions = {
  readonly transport: Transport;
  /** For example `https://api.sendgrid.com`. */
  readonly baseUrl: string;
  /** Asked for every request, so that no object keeps the key. */
  readonly apiKey: () => string | Promise<string>;
  readonly clock: Pick<Clock, "now">;
};

const PAGE_SIZE = 1_000;

export function createSendGridClient({
  transport,
  baseUrl,
  apiKey,
  clock,
}: SendGridClientOptions): SendGridClient {
  const send = async (request: HttpRequest): Answer<HttpResponse> => {
    try {
      const response = await transport(request);
      return response.status >= 200 && response.status < 300
        ? ok(response)
        : fail(failureOf(response, clock.now()));
    } catch (error) {
      if (request.signal?.aborted) return fail({ code: "canceled" });
      return fail({
        code: "unavailable",
        status: null,
        cause: error instanceof Error ? error.message : String(error),
      });
    }
  };

  const call = async <Wire>(
    method: HttpRequest["method"],
    path: string,
    { body, signal }: { body?: string | undefined; signal?: AbortSignal | undefined },
  ): Answer<Wire> => {
    const answer = await send({
      method,
      url: baseUrl.replace(/\/$/, "") + path,
      headers: {
        authorization: `Bearer ${await apiKey()}`,
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (!answer.ok) return answer;
    const json = parseJson(answer.value.text);
    if (typeof json === "object" && json !== null) return ok(json as Wire);
    return fail({ code: "unavailable", status: answer.value.status, cause: "SendGrid's answer is not JSON" });
  };

  return {
    async scopes(signal) {
      const answer = await call<WireScopes>("GET", "/v3/scopes", { signal });
      return answer.ok ? ok(answer.value.scopes ?? []) : answer;
    },

    async contactCount(signal) {
      const answer = await call<WireContactCount>("GET", "/v3/marketing/contacts/count", { signal });
      return answer.ok ? ok(answer.value.contact_count ?? 0) : answer;
    },

    async lists(signal) {
      const lists: ContactList[] = [];
      let pageToken: string | null = "";
      while (pageToken !== null) {
        const path: string = `/v3/marketing/lists?page_size=${PAGE_SIZE}${pageToken && `&page_token=${encodeURIComponent(pageToken)}`}`;
        const page: Result<WireLists, SendGridFailure> = await call<WireLists>("GET", path, { signal });
        if (!page.ok) return page;
        lists.push(...(page.value.result ?? []).map(contactList));
        pageToken = nextPageToken(page.value, pageToken);
      }
      return ok(lists);
    },

    async list(id, signal) {
      const answer = await call<WireList>("GET", `/v3/marketing/lists/${encodeURIComponent(id)}`, { signal });
      return answer.ok ? ok(contactList(answer.value)) : answer;
    },

    async createList(name, signal) {
      const answer = await call<WireList>("POST", "/v3/marketing/lists", {
        body: JSON.stringify({ name }),
        signal,
      });
      return answer.ok ? ok(contactList(answer.value)) : answer;
    },

    async fieldDefinitions(signal) {
      const answer = await call<WireFieldDefinitions>("GET", "/v3/marketing/field_definitions", { signal });
      return answer.ok ? ok(writableFields(answer.value)) : answer;
    },

    async upsertContacts(body, signal) {
      const answer = await call<WireUpsertAccepted>("PUT", "/v3/marketing/contacts", { body, signal });
      if (!answer.ok) return answer;
      const jobId = answer.value.job_id;
      if (typeof jobId === "string" && jobId !== "") return ok({ jobId });
      return fail({ code: "unavailable", status: 202, cause: "SendGrid named no job" });
    },

    async job(id, signal) {
      const answer = await call<WireJob>("GET", `/v3/marketing/contacts/imports/${encodeURIComponent(id)}`, {
        signal,
      });
      return answer.ok ? ok(job(answer.value)) : answer;
    },

    async refusedContacts(errorsUrl, signal) {
      const request: HttpRequest = { method: "GET", url: errorsUrl, headers: {} };
      const answer = await send(signal === undefined ? request : { ...request, signal });
      return answer.ok ? ok(parseErrorsFile(answer.value.text)) : answer;
    },
  };
}

const contactList = ({ id, name, contact_count }: WireList): ContactList => ({
  id,
  name,
  contactCount: contact_count ?? 0,
});

/** Null after the last page. A token that does not move on would never end. */
function nextPageToken({ _metadata }: WireLists, current: string): string | null {
  const token = /[?&]page_token=([^&]+)/.exec(_metadata?.next ?? "")?.[1];
  if (token === undefined || decodeURIComponent(token) === current) return null;
  return decodeURIComponent(token);
}

function writableFields({
  reserved_fields = [],
  custom_fields = [],
}: WireFieldDefinitions): readonly TargetField[] {
  const writable = new Set(reserved_fields.filter((field) => !field.read_only).map((field) => field.name));
  return [...RESERVED_FIELDS.filter((field) => writable.has(field.id)), ...custom_fields.map(customField)];
}

const TYPES = { Text: "text", Number: "number", Date: "date" } as const;

function customField({ id, name, field_type }: WireField): TargetField {
  const type = TYPES[field_type];
  return { id, name, type, custom: true, maxLength: type === "text" ? MAX_CUSTOM_TEXT : null };
}

function job({ status, results = {} }: WireJob): Job {
  return {
    status: status ?? "pending",
    requestedCount: results.requested_count ?? null,
    createdCount: results.created_count ?? null,
    updatedCount: results.updated_count ?? null,
    erroredCount: results.errored_count ?? null,
    errorsUrl: results.errors_url || null,
  };
}
