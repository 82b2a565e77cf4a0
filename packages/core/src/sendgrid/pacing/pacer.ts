/**
 * Pacing: calls keep within SendGrid's rate limits, whoever makes them, and need not be refused to know.
 *
 * Reads  : the rate limit in every answer.
 * Writes : windows, to the store, which other processes may share.
 * Used by: `createCalls`. One pacer for each API key, handed to every client of that key.
 */
import type { Result } from "../../result.ts";
import type { Clock } from "../clock.ts";
import type { HttpResponse } from "../transport.ts";
import {
  answered,
  type CallUnderWay,
  type EndpointWindow,
  refused,
  reserve,
  unanswered,
} from "./endpoint-window.ts";
import { keepInMemory, type PacingStore } from "./pacing-store.ts";
import { readRateLimit } from "./read-rate-limit.ts";

export type Pacer = {
  /**
   * Waits for a turn, makes the call, and learns from its answer.
   *
   * @param endpoint - method and path template, such as `GET /v3/marketing/lists/{id}`: what SendGrid counts by.
   * @param call - fails where there is no answer.
   * @param onWait - told until when, in milliseconds since 1970, each time the window is found closed.
   * @returns null where the signal was aborted before the call began.
   * @throws whatever the store throws, before the call.
   */
  pace<Failure>(
    endpoint: string,
    call: () => Promise<Result<HttpResponse, Failure>>,
    signal?: AbortSignal,
    onWait?: (untilMs: number) => void,
  ): Promise<Result<HttpResponse, Failure> | null>;
};

export type PacerOptions = {
  readonly clock: Clock;
  /** Uniform in [0, 1). Spreads those that waited for the same moment. */
  readonly random?: () => number;
  /** In memory where it is not given. */
  readonly store?: PacingStore;
};

const MAX_JITTER_MS = 250;

/**
 * A pacer for one API key. A window that is not known yet is found out by one call, while others wait for its answer.
 * No wait is longer than an hour at a time, and each ends at once when its signal is aborted.
 */
export function createPacer({ clock, random = () => 0, store = keepInMemory(clock) }: PacerOptions): Pacer {
  /** Null where the signal was aborted. */
  async function takeTurn(
    endpoint: string,
    signal: AbortSignal | undefined,
    onWait: ((untilMs: number) => void) | undefined,
  ): Promise<CallUnderWay | null> {
    while (!signal?.aborted) {
      const news = store.news(endpoint);
      const turn = await store.take(endpoint, reserve, false);
      if (turn.when === "now") return turn.call;
      if (turn.why === "window-closed") onWait?.(clock.now() + turn.inMs);
      const interrupted = signal ? AbortSignal.any([signal, news]) : news;
      await clock.wait(turn.inMs + random() * MAX_JITTER_MS, interrupted);
    }
    return null;
  }

  async function pace<Failure>(
    endpoint: string,
    call: () => Promise<Result<HttpResponse, Failure>>,
    signal?: AbortSignal,
    onWait?: (untilMs: number) => void,
  ) {
    const underWay = await takeTurn(endpoint, signal, onWait);
    if (underWay === null) return null;
    const result = await call();
    const learn = (window: EndpointWindow, nowMs: number) =>
      [afterCall(window, underWay, result.ok ? result.value : null, nowMs), undefined] as const;
    // What SendGrid has answered counts more than that we could not write down how fast it may be asked: the lease runs out.
    await store.take(endpoint, learn, true).catch(() => undefined);
    return result;
  }

  return { pace };
}

function afterCall(
  window: EndpointWindow,
  call: CallUnderWay,
  response: HttpResponse | null,
  nowMs: number,
): EndpointWindow {
  if (response === null) return unanswered(window, call);
  const rateLimit = readRateLimit(response.headers, nowMs);
  const learn = response.status === 429 ? refused : answered;
  return learn(window, call, rateLimit, nowMs);
}
