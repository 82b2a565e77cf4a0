/**
 * Failures: every answer of SendGrid that is not the hoped-for one becomes one of these, here and nowhere else.
 *
 * Reads  : an HTTP answer.
 * Writes : nothing. Pure.
 * Used by: the client, for each of its methods; whoever calls it switches on `code`.
 */
import { readRateLimit } from "./pacing/read-rate-limit.ts";
import { parseJson } from "./parse-json.ts";
import type { WireError, WireErrors } from "./sendgrid-wire.ts";
import type { HttpResponse } from "./transport.ts";

/** Every way a request to SendGrid can fail. Add a case here and the compiler lists the places to extend. */
export type SendGridFailure =
  /** 400 and its kin: the request will never be accepted as it is. */
  | { readonly code: "rejected"; readonly errors: readonly SendGridError[] }
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

/** What an answer that is not a success says. */
export function failureOf(response: HttpResponse, nowMs: number): SendGridFailure {
  switch (response.status) {
    case 401:
      return { code: "unauthorized" };
    case 403:
      return { code: "forbidden" };
    case 404:
      return { code: "not-found" };
    case 408:
      return { code: "unavailable", status: 408, cause: "SendGrid timed out" };
    case 413:
    case 414:
      return { code: "too-large" };
    case 429:
      return { code: "rate-limited", retryAfterMs: waitAskedForMs(response.headers, nowMs) };
    default:
      if (response.status >= 400 && response.status < 500)
        return { code: "rejected", errors: errorsOf(response.text) };
      return { code: "unavailable", status: response.status, cause: `SendGrid answered ${response.status}` };
  }
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
  return { field: error?.field ?? null, message: error?.message ?? "SendGrid gave no reason." };
}
