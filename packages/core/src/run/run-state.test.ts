import fc from "fast-check";
import { expect, test } from "vitest";
import { afterApproval, canMove, isEnded, LEGAL_MOVES, type RunState } from "./run-state.ts";

const states = Object.keys(LEGAL_MOVES) as RunState[];
const way: RunState[] = ["QUEUED", "PREPARING", "UPLOADING", "SETTLING", "SUCCEEDED"];

test("a run goes from the queue to its end without going back", () => {
  for (const [from, state] of way.entries()) {
    for (const [to, next] of way.entries()) expect(canMove(state, next)).toBe(to === from + 1);
  }
});

test("it can fail or be cancelled until it has ended, and then never changes", () => {
  for (const state of states) {
    expect(canMove(state, "FAILED")).toBe(!isEnded(state));
    expect(canMove(state, "CANCELED")).toBe(!isEnded(state));
  }
  expect(states.filter(isEnded)).toEqual(["SUCCEEDED", "FAILED", "CANCELED"]);
});

test("it asks before it sends anybody or before it removes anybody, never in between, and cannot succeed while it waits", () => {
  expect(states.filter((state) => canMove(state, "AWAITING_APPROVAL"))).toEqual(["PREPARING", "SETTLING"]);
  expect(canMove("AWAITING_APPROVAL", "SUCCEEDED")).toBe(false);
});

test("however often it asks, once approved it never does again what it has done", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 30 }), (choices) => {
      const done: RunState[] = ["QUEUED"];
      let state: RunState = "QUEUED";
      for (const choice of choices) {
        const moves: readonly RunState[] =
          state === "AWAITING_APPROVAL"
            ? [afterApproval(done.includes("SETTLING")), "FAILED", "CANCELED"]
            : LEGAL_MOVES[state];
        if (moves.length === 0) break;
        const next: RunState = moves[choice % moves.length]!;
        expect(canMove(state, next)).toBe(true);
        state = next;
        if (state !== "AWAITING_APPROVAL") done.push(state);
      }
      const steps = done.map((step) => way.indexOf(step)).filter((step) => step >= 0);
      expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    }),
  );
});
