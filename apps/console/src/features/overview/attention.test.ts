import { describe, expect, test } from "vitest";
import { aRun } from "../../testing/a-run.ts";
import { attentionItems } from "./attention.ts";
import { firstSteps } from "./first-steps.ts";

describe("attentionItems", () => {
  const failed = aRun({ id: "old", state: "FAILED" });

  test("an export that has succeeded since no longer waits for anybody", () => {
    expect(attentionItems([], [aRun({ id: "new", state: "SUCCEEDED" }), failed])).toEqual([]);
  });

  test("a run under way hides no failure: it has not put anything right yet", () => {
    expect(attentionItems([], [aRun({ id: "new", state: "UPLOADING" }), failed])).toEqual([
      { kind: "failed", run: failed },
    ]);
  });

  test("a success that left people out is looked at, and so is a destination that does not work", () => {
    const partly = aRun({ state: "SUCCEEDED", rejectedCount: 3 });
    const broken = { id: "d1", name: "Marketing", state: "KEY_REFUSED" as const };
    const working = { id: "d2", name: "News", state: "READY" as const };
    expect(attentionItems([working, broken], [partly])).toEqual([
      { kind: "destination", destination: broken },
      { kind: "rejected", run: partly },
    ]);
  });
});

test("the first steps tick themselves by what there is", () => {
  const counts = (profiles: number, destinations: number, exports: number, runs: number) => ({
    profiles: { totalCount: profiles },
    segments: { totalCount: 0 },
    destinations: { totalCount: destinations, edges: [] },
    exports: { totalCount: exports },
    runs: { totalCount: runs },
  });
  const ticks = (...args: Parameters<typeof counts>) =>
    firstSteps(counts(...args)).map(({ isDone }) => isDone);
  expect(ticks(0, 0, 0, 0)).toEqual([false, false, false, false]);
  expect(ticks(100_000, 0, 0, 0)).toEqual([true, false, false, false]);
  expect(ticks(5, 1, 1, 1)).toEqual([true, true, true, true]);
});
