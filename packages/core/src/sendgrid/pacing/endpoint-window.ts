/**
 * One endpoint's window: how many more calls may begin now, by all that was reserved and all that was answered.
 *
 * Reads  : the rate limit in each answer.
 * Writes : its own counts.
 * Used by: `createPacer`, one for each endpoint.
 */
import type { RateLimit } from "./read-rate-limit.ts";

/** `now`: the call is reserved. `at`: not before that time. `answer`: not before a call under way has been answered. */
export type Turn =
  | { readonly when: "now" }
  | { readonly when: "at"; readonly atMs: number }
  | { readonly when: "answer" };

export type EndpointWindow = ReturnType<typeof createWindow>;

/** `X-RateLimit-Reset` is in whole seconds, and nobody says which way it is rounded. */
const ROUNDING_MS = 1_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;

export function createWindow() {
  let limit: number | null = null;
  /** Null while nothing is known: then one call at a time goes ahead, to find out. Infinity where there is no limit. */
  let left: number | null = null;
  let endsAtMs: number | null = null;
  let closedUntilMs = 0;
  let underWay = 0;
  let refusedInARow = 0;

  const begin = (): Turn => {
    underWay += 1;
    if (left !== null) left -= 1;
    return { when: "now" };
  };

  /** Whoever is still under way may be counted in the new window. */
  const startAnew = () => {
    endsAtMs = null;
    left = limit === null ? null : Math.max(0, limit - underWay);
  };

  /** Reserves a call where one may begin. */
  function reserve(nowMs: number): Turn {
    if (nowMs < closedUntilMs) return { when: "at", atMs: closedUntilMs };
    if (endsAtMs !== null && nowMs >= endsAtMs) startAnew();
    if (left !== null && left > 0) return begin();
    if (endsAtMs !== null) return { when: "at", atMs: endsAtMs };
    return underWay > 0 ? { when: "answer" } : begin();
  }

  /** A call was answered. `sentAtMs` is when it was reserved. */
  function answered({ limit: told, remaining, resetInMs }: RateLimit, sentAtMs: number, nowMs: number): void {
    underWay -= 1;
    refusedInARow = 0;
    if (remaining === null || resetInMs === null) {
      left ??= Number.POSITIVE_INFINITY;
      return;
    }
    limit = told ?? Math.max(limit ?? 0, remaining + 1);
    // Answers overtake each other, so the later end of a window is believed, and the lower count.
    const isLater = endsAtMs !== null && sentAtMs + resetInMs - ROUNDING_MS > endsAtMs;
    const leftAtMost = Math.max(0, remaining - underWay);
    left = left === null || isLater ? leftAtMost : Math.min(left, leftAtMost);
    endsAtMs = Math.max(endsAtMs ?? 0, nowMs + resetInMs);
  }

  /** A call was refused with a 429: nobody calls before its time. */
  function refused({ limit: told, resetInMs, retryAfterMs }: RateLimit, nowMs: number): void {
    underWay -= 1;
    refusedInARow += 1;
    limit = told ?? limit;
    const backoffMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (refusedInARow - 1));
    // A time that has passed already is no reason to call again at once.
    closedUntilMs = Math.max(closedUntilMs, nowMs + ((retryAfterMs ?? resetInMs) || backoffMs));
    left = 0;
    endsAtMs = closedUntilMs;
  }

  /** A call ended without an answer: SendGrid may have counted it, or not. */
  function unanswered(): void {
    underWay -= 1;
  }

  return { reserve, answered, refused, unanswered };
}
