import { describe, expect, test } from "vitest";
import { contactsPerSecond, pointsPerSecond, type Sighting, secondsLeft, withSighting } from "./run-rate.ts";

const seen = (...sightings: (readonly [seconds: number, processed: number])[]): readonly Sighting[] =>
  sightings.reduce<readonly Sighting[]>(
    (all, [seconds, processed]) => withSighting(all, { atMs: seconds * 1_000, processed }),
    [],
  );

describe("contactsPerSecond", () => {
  test("is not known from a single sighting: a run opened halfway has no speed yet", () => {
    expect(contactsPerSecond(seen([0, 5_000]))).toBeNull();
  });

  test("is what came in over the last ten seconds, not since the beginning", () => {
    expect(contactsPerSecond(seen([0, 0], [10, 10_000], [15, 10_500], [20, 11_000]))).toBe(100);
  });

  test("spans a gap of the connection without a leap", () => {
    expect(contactsPerSecond(seen([0, 0], [1, 100], [61, 6_100]))).toBe(100);
  });
});

describe("withSighting", () => {
  test("leaves out what would go back, in count or in time", () => {
    expect(seen([1, 100], [2, 90], [1, 200], [3, 150])).toEqual(seen([1, 100], [3, 150]));
  });

  test("forgets what is older than three minutes", () => {
    expect(seen([0, 0], [1, 10], [181, 20]).map(({ processed }) => processed)).toEqual([10, 20]);
  });
});

describe("pointsPerSecond", () => {
  test("spreads what came between two sightings evenly over the seconds between them", () => {
    expect(pointsPerSecond(seen([0, 0], [4, 400]))).toEqual(
      [0, 1, 2, 3].map((s) => ({ at: s * 1_000, value: 100 })).slice(0, -1),
    );
  });

  test("adds up to everything that came in, save the second that is not over", () => {
    const points = pointsPerSecond(seen([0, 0], [0.7, 70], [1.9, 300], [3, 400]));
    expect(points.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(300 + (400 - 300) / 11, 6);
  });
});

describe("secondsLeft", () => {
  test("is not known while nothing moves", () => {
    expect(secondsLeft(500, 0)).toBeNull();
    expect(secondsLeft(500, null)).toBeNull();
  });

  test("is what remains at this speed", () => {
    expect(secondsLeft(500, 100)).toBe(5);
  });
});
