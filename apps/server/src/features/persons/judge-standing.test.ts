import { describe, expect, test } from "vitest";
import type { OutcomeKind } from "../export-runs/outcomes/outcome.graphql.ts";
import { isOnList, judgeStanding, type PersonRecord } from "./judge-standing.ts";

const aRecord = (more: Partial<PersonRecord> = {}): PersonRecord => ({
  ...{ syncMode: "ADD", isKnown: true, isErased: false, isMember: true, delivery: null, runs: [] },
  ...more,
});
const was = (...outcomes: (OutcomeKind | null)[]) =>
  outcomes.map((outcome) => ({ outcome, isRemoved: false }));
const delivered = { isInDoubt: false, isBeingRemoved: false };

describe("judgeStanding", () => {
  test.each([
    ["on-list", { delivery: delivered }],
    ["on-list-stays", { delivery: delivered, isMember: false }],
    ["on-list-leaves", { delivery: delivered, isMember: false, syncMode: "MIRROR" }],
    ["in-doubt", { delivery: { ...delivered, isInDoubt: true } }],
    ["being-removed", { delivery: { ...delivered, isBeingRemoved: true }, isMember: false }],
    ["erased", { isKnown: false, isErased: true, isMember: false }],
    ["unknown", { isKnown: false, isMember: false }],
    ["not-in-segments", { isMember: false, runs: was("REJECTED") }],
    ["removed", { isMember: false, runs: [{ outcome: null, isRemoved: true }, ...was("DELIVERED")] }],
    ["under-way", { runs: was("PENDING", "DELIVERED") }],
    ["rejected", { runs: was("REJECTED", "DELIVERED") }],
    ["suppressed", { runs: was(null, "SUPPRESSED") }],
    ["duplicate", { runs: was("DUPLICATE") }],
    ["not-sent", { runs: was("NOT_SENT") }],
    ["not-run-yet", { runs: was(null, null) }],
    ["not-recorded", { runs: was("UNCHANGED") }],
  ] as const)("says %s", (standing, record) => {
    expect(judgeStanding(aRecord(record as Partial<PersonRecord>))).toBe(standing);
  });

  test("says of nobody that they are on the list of whom there is no delivery", () => {
    for (const isMember of [true, false])
      for (const outcome of ["DELIVERED", "REJECTED", "ACCEPTED", null] as const)
        expect(isOnList(judgeStanding(aRecord({ isMember, runs: was(outcome) })))).toBe(false);
  });
});
