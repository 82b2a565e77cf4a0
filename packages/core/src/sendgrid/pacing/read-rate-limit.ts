/**
 * What an answer says of its rate limit.
 *
 * Reads  : an answer's headers.
 * Writes : nothing. Pure.
 * Used by: the pacer, after every answer; `failureOf`, for how long a 429 asks us to wait.
 */
import type { HttpResponse } from "../transport.ts";

/** Null where the answer does not say. */
export type RateLimit = {
  /** Calls of this endpoint in each window. */
  readonly limit: number | null;
  /** Calls that are left in this one. */
  readonly remaining: number | null;
  /** Milliseconds until the next window: never negative, an hour at most. */
  readonly resetInMs: number | null;
  /** Milliseconds to wait before the next call, whatever remains: never negative, an hour at most. */
  readonly retryAfterMs: number | null;
};

/** Larger values of `X-RateLimit-Reset` are an instant, smaller ones a duration; both in seconds, both seen live. */
const LONGEST_WINDOW_S = 3_600;

/**
 * An instant is compared with the answer's own `Date`, so that a clock that is wrong, here or there, does no harm.
 *
 * @see https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits
 */
export function readRateLimit(headers: HttpResponse["headers"], nowMs: number): RateLimit {
  const limit = wholeNumber(headers.get("x-ratelimit-limit"));
  const remaining = wholeNumber(headers.get("x-ratelimit-remaining"));
  const reset = wholeNumber(headers.get("x-ratelimit-reset"));
  const sentAtMs = instant(headers.get("date")) ?? nowMs;
  return {
    limit,
    remaining,
    resetInMs: reset === null ? null : untilReset(reset, sentAtMs),
    retryAfterMs: untilRetry(headers.get("retry-after"), sentAtMs),
  };
}

const untilReset = (seconds: number, nowMs: number) =>
  withinAnHour(seconds <= LONGEST_WINDOW_S ? seconds * 1_000 : seconds * 1_000 - nowMs);

function untilRetry(after: string | null, nowMs: number): number | null {
  const seconds = wholeNumber(after);
  if (seconds !== null) return withinAnHour(seconds * 1_000);
  const atMs = instant(after);
  return atMs === null ? null : withinAnHour(atMs - nowMs);
}

const withinAnHour = (milliseconds: number) => Math.min(Math.max(0, milliseconds), LONGEST_WINDOW_S * 1_000);

const wholeNumber = (text: string | null) => (text !== null && /^\d+$/.test(text) ? Number(text) : null);

function instant(text: string | null): number | null {
  const atMs = Date.parse(text ?? "");
  return Number.isNaN(atMs) ? null : atMs;
}
