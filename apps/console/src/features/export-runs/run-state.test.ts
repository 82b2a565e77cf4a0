import { describe, expect, test } from "vitest";
import { aRun, aSendingRun } from "../../testing/a-run.ts";
import { runPhases } from "./run-phases.ts";
import { furtherAlong, isEnded, openCount, processedShare, runStatus } from "./run-state.ts";
import { runSum } from "./run-sum.ts";

describe("furtherAlong", () => {
  const early = aSendingRun({ processedCount: 100 });
  const late = aSendingRun({ processedCount: 400 });
  const settled = aSendingRun({ state: "SETTLING", settlingAt: "2026-11-24T08:01:00.000Z" });
  const asking = (settlingAt: string | null) =>
    aRun({ state: "AWAITING_APPROVAL", stateSince: "2026-11-24T09:00:00.000Z", settlingAt });
  const settling = aSendingRun({ state: "SETTLING", processedCount: 1_000, deliveredCount: 10 });

  test.each([
    ["a higher count", early, late],
    ["a later state", late, settling],
    ["more settled people in the same state", settling, { ...settling, deliveredCount: 500 }],
    ["a question before anybody is sent", aRun({ state: "PREPARING" }), asking(null)],
    ["going on after it", asking(null), early],
    ["a question after everybody was sent", settled, asking(settled.settlingAt)],
    [
      "going on after that",
      asking(settled.settlingAt),
      { ...settled, stateSince: "2026-11-24T10:00:00.000Z" },
    ],
    ["an end", settling, { ...settling, state: "FAILED" as const }],
    ["another attempt", early, { ...early, attempt: 2 }],
  ])("prefers %s, whichever came first", (_, before, after) => {
    expect(furtherAlong(before, after)).toBe(after);
    expect(furtherAlong(after, before)).toBe(after);
  });

  test("takes the newer of two that tell the same", () => {
    const again = { ...early };
    expect(furtherAlong(early, again)).toBe(again);
  });
});

test("a success that rejected somebody is called so", () => {
  expect(runStatus(aRun({ state: "SUCCEEDED", rejectedCount: 1 }))).toBe("PARTLY_REJECTED");
  expect(runStatus(aRun({ state: "SUCCEEDED" }))).toBe("SUCCEEDED");
  expect(runStatus(aRun({ state: "FAILED", rejectedCount: 1 }))).toBe("FAILED");
});

test("only succeeded, failed and canceled are ends", () => {
  const states = ["QUEUED", "PREPARING", "UPLOADING", "SETTLING", "SUCCEEDED", "FAILED", "CANCELED"] as const;
  expect(states.filter((state) => isEnded({ state }))).toEqual(["SUCCEEDED", "FAILED", "CANCELED"]);
});

test("the share is unknown until people are counted, and whole where nobody is selected", () => {
  expect(processedShare(aRun())).toBeNull();
  expect(processedShare(aRun({ selectedCount: 0 }))).toBe(1);
  expect(processedShare(aSendingRun({ processedCount: 250 }))).toBe(0.25);
});

describe("runSum", () => {
  const addsUp = (run: Parameters<typeof runSum>[0]) =>
    runSum(run).reduce((sum, { count }) => sum + count, 0);

  test("adds up to selected whatever an ended run left open", () => {
    const failed = aSendingRun({
      state: "FAILED",
      deliveredCount: 400,
      rejectedCount: 30,
      duplicateCount: 5,
      suppressedCount: 20,
      unchangedCount: 100,
      notSentCount: 380,
    });
    expect(addsUp(failed)).toBe(1_000);
    expect(runSum(failed)).toContainEqual({ key: "unsettled", count: 65 });
    expect(openCount(failed)).toBe(65);
  });

  test("names unchanged, suppressed, not sent and unsettled only where there are some", () => {
    const done = aSendingRun({ state: "SUCCEEDED", deliveredCount: 970, rejectedCount: 30 });
    expect(runSum(done).map(({ key }) => key)).toEqual(["delivered", "rejected", "duplicate"]);
  });
});

describe("runPhases", () => {
  const states = (run: Parameters<typeof runPhases>[0]) => runPhases(run).map(({ state }) => state);

  test("marks the phase under way, what is before as done, what is after as open", () => {
    expect(states(aSendingRun())).toEqual(["done", "done", "current", "open", "open"]);
  });

  test("a run canceled before it sent anything never sent", () => {
    const run = aRun({
      state: "CANCELED",
      preparingAt: "2026-11-24T08:00:01.000Z",
      endedAt: "2026-11-24T08:00:02.000Z",
    });
    expect(states(run)).toEqual(["done", "done", "open", "open", "canceled"]);
  });

  test("a failure ends in a failure", () => {
    expect(states(aSendingRun({ state: "FAILED", endedAt: "2026-11-24T08:01:00.000Z" })).at(-1)).toBe(
      "failed",
    );
  });
});
