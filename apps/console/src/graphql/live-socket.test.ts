import { expect, test } from "vitest";
import { reconnectDelayMs } from "./live-socket.ts";

test("tries again soon at first, then every five seconds at the latest, however long it takes", () => {
  const longest = [0, 1, 2, 3, 4, 100].map((tries) => reconnectDelayMs(tries, () => 1));
  expect(longest).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
});

test("scatters a quarter of the wait, so that a thousand screens do not come back at once", () => {
  expect(reconnectDelayMs(1, () => 0)).toBe(750);
  expect(reconnectDelayMs(1, () => 1)).toBe(1_000);
});
