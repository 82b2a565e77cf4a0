import type { Clock } from "@keruen/core";
import { systemClock } from "../platform/clock/system-clock.ts";

export type TestClock = Clock & {
  /** From now on it is this time. */
  moveTo(time: string | number): void;
};

/** A clock that stands still until it is moved. Waiting takes as long as it says. */
export function aClock(time: string): TestClock {
  let now = Date.parse(time);
  return {
    now: () => now,
    wait: systemClock.wait,
    moveTo(next) {
      now = new Date(next).getTime();
    },
  };
}
