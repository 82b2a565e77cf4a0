import type { Clock } from "../sendgrid/clock.ts";

export type FakeClock = Clock & {
  /** Each wait, in milliseconds. */
  readonly waits: number[];
};

/** A clock that jumps: a wait is over at once and time has passed by as much. */
export function fakeClock(startMs = 0): FakeClock {
  let nowMs = startMs;
  const waits: number[] = [];
  return {
    waits,
    now: () => nowMs,
    wait: async (milliseconds, signal) => {
      if (signal?.aborted) return;
      waits.push(milliseconds);
      nowMs += milliseconds;
    },
  };
}
