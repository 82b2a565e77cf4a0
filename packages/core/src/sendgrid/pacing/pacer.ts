/**
 * Pacing: calls keep within SendGrid's rate limits, whoever makes them, and need not be refused to know.
 *
 * Reads  : the rate limit in every answer.
 * Writes : nothing.
 * Used by: `createCalls`. One pacer for each API key, handed to every client of that key.
 */
import type { Clock } from "../clock.ts";
import type { HttpResponse } from "../transport.ts";
import { createWindow, type EndpointWindow } from "./endpoint-window.ts";
import { readRateLimit } from "./read-rate-limit.ts";

export type Pacer = {
  /**
   * Waits for a turn, makes the call, and learns from its answer.
   *
   * @param endpoint - method and path template, such as `GET /v3/marketing/lists/{id}`: what SendGrid counts by.
   * @param call - rejects where there is no answer.
   * @returns null where the signal was aborted before the call began.
   */
  pace(
    endpoint: string,
    call: () => Promise<HttpResponse>,
    signal?: AbortSignal,
  ): Promise<HttpResponse | null>;
};

export type PacerOptions = {
  readonly clock: Clock;
  /** Uniform in [0, 1). Spreads those that waited for the same moment. */
  readonly random?: () => number;
};

const MAX_JITTER_MS = 250;

/**
 * A pacer for one API key. A window that is not known yet is found out by one call, while others wait for its answer.
 * No wait is longer than an hour at a time, and each ends at once when its signal is aborted.
 */
export function createPacer({ clock, random = () => 0 }: PacerOptions): Pacer {
  const lanes = new Map<string, Lane>();

  const laneOf = (endpoint: string): Lane => {
    const lane = lanes.get(endpoint) ?? { window: createWindow(), news: new AbortController() };
    lanes.set(endpoint, lane);
    return lane;
  };

  /** False where the signal was aborted. */
  async function takeTurn(lane: Lane, signal: AbortSignal | undefined): Promise<boolean> {
    while (!signal?.aborted) {
      const turn = lane.window.reserve(clock.now());
      if (turn.when === "now") return true;
      const { signal: news } = lane.news;
      const interrupted = signal ? AbortSignal.any([signal, news]) : news;
      if (turn.when === "answer") await aborted(interrupted);
      else await clock.wait(turn.atMs - clock.now() + random() * MAX_JITTER_MS, interrupted);
    }
    return false;
  }

  const tellOthers = (lane: Lane) => {
    const { news } = lane;
    lane.news = new AbortController();
    news.abort();
  };

  async function pace(endpoint: string, call: () => Promise<HttpResponse>, signal?: AbortSignal) {
    const lane = laneOf(endpoint);
    if (!(await takeTurn(lane, signal))) return null;
    const sentAtMs = clock.now();
    let response: HttpResponse | null = null;
    try {
      response = await call();
      return response;
    } finally {
      const nowMs = clock.now();
      if (response === null) lane.window.unanswered();
      else if (response.status === 429) lane.window.refused(readRateLimit(response.headers, nowMs), nowMs);
      else lane.window.answered(readRateLimit(response.headers, nowMs), sentAtMs, nowMs);
      tellOthers(lane);
    }
  }

  return { pace };
}

type Lane = {
  readonly window: EndpointWindow;
  /** Aborted, and replaced, when a call has ended: whoever waits looks again. */
  news: AbortController;
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
