/**
 * One endpoint's window: how many more calls may begin now, by all that was reserved and all that was answered.
 *
 * Reads  : the rate limit in each answer, the time by the clock of whoever keeps the window.
 * Writes : nothing. Plain data, which survives JSON; each step answers with the next window.
 * Used by: the pacer, through a {@link PacingStore}.
 */
import type { RateLimit } from "./read-rate-limit.ts";

/** All times are milliseconds since 1970. */
export type EndpointWindow = {
  /** Calls in each window; null while nobody has said. */
  readonly limit: number | null;
  /** Calls that may begin in this one. Null while nothing is known: then one at a time goes ahead, to find out. */
  readonly left: number | null;
  /** Answers say nothing of a limit: calls begin at once, and are not counted. */
  readonly isUnlimited: boolean;
  readonly endsAtMs: number | null;
  /** Since a 429: nobody calls before. */
  readonly closedUntilMs: number;
  readonly refusedInARow: number;
  /** Counted by SendGrid in this window or, where they arrive late, in the next. */
  readonly underWay: readonly CallUnderWay[];
  /** Calls reserved so far. */
  readonly reserved: number;
};

/** A place that was taken. It is given up after {@link LEASE_MS}, should nobody say what became of it. */
export type CallUnderWay = { readonly number: number; readonly reservedAtMs: number };

export type Turn =
  | { readonly when: "now"; readonly call: CallUnderWay }
  /** No sooner than in so many milliseconds, unless a call under way ends before. */
  | { readonly when: "later"; readonly inMs: number; readonly why: "window-closed" | "window-unknown" };

export const NEW_WINDOW: EndpointWindow = {
  limit: null,
  left: null,
  isUnlimited: false,
  endsAtMs: null,
  closedUntilMs: 0,
  refusedInARow: 0,
  underWay: [],
  reserved: 0,
};

/** A process that died in the middle of a call holds up the others no longer; slower calls may cost a 429. */
export const LEASE_MS = 20_000;
/** `X-RateLimit-Reset` is in whole seconds, and nobody says which way it is rounded. */
const ROUNDING_MS = 1_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;

/** Reserves a call where one may begin. */
export function reserve(before: EndpointWindow, nowMs: number): readonly [EndpointWindow, Turn] {
  const window = renewed(before, nowMs);
  if (nowMs < window.closedUntilMs) return [window, closedFor(window.closedUntilMs - nowMs)];
  if (window.isUnlimited) return [window, { when: "now", call: { number: 0, reservedAtMs: nowMs } }];
  if (window.left !== null && window.left > 0) return begin(window, nowMs);
  if (window.endsAtMs !== null) return [window, closedFor(window.endsAtMs - nowMs)];
  const [first] = window.underWay;
  if (!first) return begin(window, nowMs);
  const inMs = first.reservedAtMs + LEASE_MS - nowMs;
  return [window, { when: "later", inMs, why: "window-unknown" }];
}

const closedFor = (inMs: number): Turn => ({ when: "later", inMs, why: "window-closed" });

function begin(window: EndpointWindow, nowMs: number): readonly [EndpointWindow, Turn] {
  const call = { number: window.reserved + 1, reservedAtMs: nowMs };
  const left = window.left === null ? null : window.left - 1;
  const underWay = [...window.underWay, call];
  return [
    { ...window, left, underWay, reserved: call.number },
    { when: "now", call },
  ];
}

/** As it is by now: leases have run out, and a new window may have begun. */
function renewed(window: EndpointWindow, nowMs: number): EndpointWindow {
  const underWay = window.underWay.filter(({ reservedAtMs }) => reservedAtMs + LEASE_MS > nowMs);
  const isOver = window.endsAtMs !== null && nowMs >= window.endsAtMs && nowMs >= window.closedUntilMs;
  if (!isOver) return underWay.length === window.underWay.length ? window : { ...window, underWay };
  // Whoever is still under way may be counted in the new window.
  const left = window.limit === null ? null : Math.max(0, window.limit - underWay.length);
  return { ...window, underWay, endsAtMs: null, left };
}

/** A call was answered. */
export function answered(
  before: EndpointWindow,
  call: CallUnderWay,
  { limit: told, remaining, resetInMs }: RateLimit,
  nowMs: number,
): EndpointWindow {
  const window = { ...unanswered(before, call), refusedInARow: 0 };
  if (remaining === null || resetInMs === null) {
    if (before.isUnlimited) return before;
    return { ...window, isUnlimited: window.left === null };
  }
  // Answers overtake each other, so the later end of a window is believed, and the lower count.
  const isLater = window.endsAtMs !== null && call.reservedAtMs + resetInMs - ROUNDING_MS > window.endsAtMs;
  const leftAtMost = Math.max(0, remaining - window.underWay.length);
  return {
    ...window,
    limit: told ?? Math.max(window.limit ?? 0, remaining + 1),
    left: window.left === null || isLater ? leftAtMost : Math.min(window.left, leftAtMost),
    isUnlimited: false,
    endsAtMs: Math.max(window.endsAtMs ?? 0, nowMs + resetInMs),
  };
}

/** A call was refused with a 429: nobody calls before its time. */
export function refused(
  before: EndpointWindow,
  call: CallUnderWay,
  { limit: told, resetInMs, retryAfterMs }: RateLimit,
  nowMs: number,
): EndpointWindow {
  const window = unanswered(before, call);
  const refusedInARow = window.refusedInARow + 1;
  const backoffMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (refusedInARow - 1));
  // A time that has passed already is no reason to call again at once.
  const closedUntilMs = Math.max(window.closedUntilMs, nowMs + ((retryAfterMs ?? resetInMs) || backoffMs));
  const limit = told ?? window.limit;
  return {
    ...window,
    limit,
    left: 0,
    isUnlimited: false,
    endsAtMs: closedUntilMs,
    closedUntilMs,
    refusedInARow,
  };
}

/** A call ended without an answer: SendGrid may have counted it, or not. */
export function unanswered(window: EndpointWindow, call: CallUnderWay): EndpointWindow {
  const underWay = window.underWay.filter(({ number }) => number !== call.number);
  return underWay.length === window.underWay.length ? window : { ...window, underWay };
}
