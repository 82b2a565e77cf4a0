import { expect, test } from "@playwright/test";
import { killWorkers } from "./kills.ts";

test("killed twice at moments of a seed, by turns, mirroring runs lose nobody and no count goes back", async () => {
  const figures = await killWorkers({ count: 2, seed: 4, people: 3_000 });
  expect(figures.mistakes).toEqual([]);
  expect(figures.kills).toBe(2);
});
