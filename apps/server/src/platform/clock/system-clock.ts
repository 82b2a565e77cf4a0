import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "@keruen/core";

export const systemClock: Clock = {
  now: Date.now,
  async wait(milliseconds, signal) {
    await sleep(milliseconds, undefined, signal && { signal }).catch(ignoreAbort);
  },
};

function ignoreAbort(error: Error): void {
  if (error.name !== "AbortError") throw error;
}
