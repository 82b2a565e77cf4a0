import { expect, test } from "vitest";
import { canMove, isEnded, LEGAL_MOVES, type RunState } from "./run-state.ts";

const states = Object.keys(LEGAL_MOVES) as RunState[];

test("a run goes from the queue to its end without going back", () => {
  const way: RunState[] = ["QUEUED", "PREPARING", "UPLOADING", "SETTLING", "SUCCEEDED"];
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
