import { describe, expect, test } from "vitest";
import { plotScale, ticksFromZero } from "./chart-scale.ts";

describe("ticksFromZero", () => {
  test.each([
    [0, [0, 1, 2, 3, 4]],
    [432, [0, 200, 400, 600]],
    [9_700, [0, 2_500, 5_000, 7_500, 10_000]],
  ])("up to %d stands at round numbers", (highest, ticks) => {
    expect(ticksFromZero(highest)).toEqual(ticks);
  });

  test("always reaches the highest value, in at most five steps", () => {
    for (let highest = 1; highest < 1e7; highest = Math.ceil(highest * 1.37)) {
      const ticks = ticksFromZero(highest);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
  });
});

describe("plotScale", () => {
  const scale = plotScale({ left: 40, top: 0, right: 140, bottom: 100 }, 11, 500);

  test("puts the first point at the left, the last at the right, zero at the bottom", () => {
    expect([scale.x(0), scale.x(10), scale.y(0), scale.y(500)]).toEqual([40, 140, 100, 0]);
  });

  test("reads the point nearest to the pointer, also beyond the edges", () => {
    expect([scale.indexAt(0), scale.indexAt(54), scale.indexAt(56), scale.indexAt(900)]).toEqual([
      0, 1, 2, 10,
    ]);
  });
});
