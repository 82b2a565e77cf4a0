import { expect, test } from "@playwright/test";
import { crashAtPoints } from "./points.ts";

test.describe.configure({ timeout: 1_200_000 }); // a worker is started for every point

test("a worker dies at every named crash point there is, another one goes on, and nobody is lost", async () => {
  const { kills, untouched, mistakes } = await crashAtPoints({ times: 1, atOnce: 4 });
  expect(mistakes).toEqual([]);
  expect(untouched).toEqual([]);
  expect([...kills.values()].every((times) => times === 1)).toBe(true);
});
