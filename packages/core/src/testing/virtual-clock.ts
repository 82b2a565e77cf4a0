import type { Clock } from "../sendgrid/clock.ts";

export type VirtualClock = Clock & {
  /** Runs until nobody waits any more, or until that time. */
  run(untilMs?: number): Promise<void>;
};

type Timer = { readonly atMs: number; readonly ring: () => void };

/** A clock for work that overlaps: waits end in the order of their times, and time passes only between them. */
export function virtualClock(startMs = 0): VirtualClock {
  let nowMs = startMs;
  const timers = new Set<Timer>();

  const wait = (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (signal?.aborted) return resolve();
      const timer: Timer = {
        atMs: nowMs + Math.max(0, milliseconds),
        ring: () => {
          timers.delete(timer);
          signal?.removeEventListener("abort", timer.ring);
          resolve();
        },
      };
      timers.add(timer);
      signal?.addEventListener("abort", timer.ring, { once: true });
    });

  async function run(untilMs = Number.POSITIVE_INFINITY) {
    for (;;) {
      await idle();
      const [next] = [...timers].toSorted((one, other) => one.atMs - other.atMs);
      if (next === undefined || next.atMs > untilMs) return;
      nowMs = Math.max(nowMs, next.atMs);
      next.ring();
    }
  }

  return { now: () => nowMs, wait, run };
}

/** Everything that can go on without time passing has gone on. */
async function idle() {
  for (let turns = 0; turns < 50; turns++) await Promise.resolve();
}
