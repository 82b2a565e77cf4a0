/**
 * Failures: every answer of SendGrid that is not the hoped-for one becomes one of these, here and nowhere else.
 *
 * Reads  : an HTTP answer.
 * Writes : nothing. Pure.
 * Used by: the client, for each of its methods; whoever calls it switches on `code`.
 */
import { isContactLimit } from "./account/contact-limit.ts";
import { parseJson } from "./files/parse-json.ts";
import { plainText } from "./files/plain-text.ts";
import { readRateLimit } from "./pacing/read-rate-limit.ts";
import type { WireError, WireErrors } from "./sendgrid-wire.ts";
import type { HttpResponse } from "./transport.ts";

/** Every way a request to SendGrid can fail. Add a case here and the compiler lists the places to extend. */
export type SendGridFailure =
  /** 400 and its kin: the request will never be accepted as it is. */
  | { readonly code: "rejected"; readonly errors: readonly SendGridError[] }
  /** Custom fields that SendGrid does not have, by their ids. The whole request was refused, and nothing of it is lost. */
  | { readonly code: "unknown-custom-fields"; readonly fields: readonly string[] }
  /** The account's plan takes no more contacts. A person must act. */
  | { readonly code: "contact-limit" }
  /** A list that the contacts were to go to does not exist any more. A person must act. */
  | { readonly code: "list-gone" }
  /** 401: the key is wrong, expired or revoked. A person must act. */
  | { readonly code: "unauthorized" }
  /** 403: the key lacks a scope, or the account lacks the product. A person must act. */
  | { readonly code: "forbidden" }
  | { readonly code: "not-found" }
  /** 429: wait, then send the same again. `retryAfterMs` is null where SendGrid does not say. */
  | { readonly code: "rate-limited"; readonly retryAfterMs: number | null }
  /** 413 of a body, 414 of an address: send less at once. */
  | { readonly code: "too-large" }
  /** 5xx, time-outs, broken connections, unreadable answers: unknown whether it was done. Upserts repeat safely. */
  | { readonly code: "unavailable"; readonly status: number | null; readonly cause: string }
  /** The signal was aborted. */
  | { readonly code: "canceled" };

/** One error in SendGrid's own words, which may quote a value that was sent: for outcomes, never for logs. */
export type SendGridError = { readonly field: string | null; readonly message: string };

/** Whether sending the same again may succeed without anybody's help. */
export const isRetryable = (failure: SendGridFailure): boolean =>
  failure.code === "rate-limited" || failure.code === "unavailable";

/**
 * What an answer that is not a success says.
 *
 * @param endpoint - what was called: a 404 of an upload means its list, for nothing else is looked up there.
 */
export function failureOf(response: HttpResponse, nowMs: number, endpoint?: string): SendGridFailure {
  const { status, headers, text } = response;
  if (status !== 429 && IS_TOO_LARGE.test(text)) return { code: "too-large" };
  switch (status) {
    case 401:
      return { code: "unauthorized" };
    case 403:
      return refusalOf(text).code === "contact-limit" ? { code: "contact-limit" } : { code: "forbidden" };
    case 404:
      return { code: UPLOADS.has(endpoint ?? "") ? "list-gone" : "not-found" };
    case 408:
      return { code: "unavailable", status: 408, cause: "SendGrid timed out" };
    case 413:
    case 414:
      return { code: "too-large" };
    case 429:
      return { code: "rate-limited", retryAfterMs: waitAskedForMs(headers, nowMs) };
    default:
      if (status >= 400 && status < 500) return refusalOf(text);
      return { code: "unavailable", status, cause: `SendGrid answered ${status}` };
  }
}

const UPLOADS = new Set(["PUT /v3/marketing/contacts", "PUT /v3/marketing/contacts/imports"]);

/** How SendGrid's insides say 413, at whatever status: `grpc: received message larger than max (5000000 vs. 4194304)`. */
const IS_TOO_LARGE = /message larger than max/i;

/** @see https://github.com/sendgrid/sendgrid-nodejs/issues/953 */
const UNKNOWN_FIELDS = /invalid custom field ids supplied(?:\s*-\s*(.*))?/i;

/** A refusal by what is in the request. What is said of one contact is about that contact alone. */
function refusalOf(text: string): SendGridFailure {
  const errors = errorsOf(text);
  for (const { field, message } of errors) {
    if (isContactLimit(message)) return { code: "contact-limit" };
    if (field?.startsWith("list_ids")) return { code: "list-gone" };
    const unknown = UNKNOWN_FIELDS.exec(message);
    if (unknown && !field?.startsWith("contacts[")) {
      const fields = (unknown[1] ?? "").split(",").map((id) => id.trim());
      return { code: "unknown-custom-fields", fields: fields.filter((id) => id !== "") };
    }
  }
  return { code: "rejected", errors };
}

/** How long a 429 asks us to wait: `Retry-After`, else `X-RateLimit-Reset`. */
function waitAskedForMs(headers: HttpResponse["headers"], nowMs: number): number | null {
  const { retryAfterMs, resetInMs } = readRateLimit(headers, nowMs);
  return retryAfterMs ?? resetInMs;
}

/** None where the body is not what SendGrid writes. */
function errorsOf(text: string): readonly SendGridError[] {
  const body = parseJson(text) as WireErrors | null;
  const errors: unknown = body !== null && "errors" in body ? body.errors : body;
  return Array.isArray(errors) ? errors.map(errorOf) : [];
}

function errorOf(error: WireError | null): SendGridError {
  return { field: error?.field ?? null, message: plainText(error?.message ?? "SendGrid gave no reason.") };
}
