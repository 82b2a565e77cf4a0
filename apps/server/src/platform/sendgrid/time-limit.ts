/** A line slower than this is a broken one: 2 Mbit/s. */
export const SLOWEST_BYTES_PER_MS = 250;

/** Time that is measured only between `start` and `stop`, and aborts when there is too much of it. */
export type TimeLimit = {
  readonly signal: AbortSignal;
  start(): void;
  stop(): void;
  /** So much more time, though never more than the limit is left at once. */
  earn(milliseconds: number): void;
};

/** @param now - in milliseconds, of a clock that only goes forward. */
export function createTimeLimit(limitMs: number, now = () => performance.now()): TimeLimit {
  const controller = new AbortController();
  let leftMs = limitMs;
  let startedAtMs = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    start() {
      startedAtMs = now();
      timer = setTimeout(() => controller.abort(), leftMs);
    },
    stop() {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      leftMs = Math.max(0, leftMs - (now() - startedAtMs));
    },
    earn(milliseconds) {
      leftMs = Math.min(limitMs, leftMs + milliseconds);
    },
  };
}
