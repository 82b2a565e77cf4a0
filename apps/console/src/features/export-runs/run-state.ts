/**
 * What a run's row says about where the run is.
 *
 * Reads  : runs as the server sends them.
 * Writes : nothing. Pure.
 * Used by: everything that shows a run.
 */
import type { Tone } from "../../ui/StatusBadge.vue";
import type { Run } from "./export-run.graphql.ts";

export type RunState = Run["state"];

/** States only move forward, in this order; the last three are ends. One that waits is where it was before. */
const ORDER: Readonly<Record<RunState, number>> = {
  QUEUED: 0,
  PREPARING: 1,
  AWAITING_APPROVAL: 1,
  UPLOADING: 2,
  SETTLING: 3,
  SUCCEEDED: 4,
  FAILED: 4,
  CANCELED: 4,
};

export const ACTIVE_STATES = [
  "QUEUED",
  "PREPARING",
  "AWAITING_APPROVAL",
  "UPLOADING",
  "SETTLING",
] as const satisfies readonly RunState[];

export const isEnded = ({ state }: Pick<Run, "state">): boolean => ORDER[state] === 4;

/** It may ask after everybody was sent, too. */
const stepOf = ({ state, settlingAt }: Run): number =>
  ORDER[state === "AWAITING_APPROVAL" && settlingAt !== null ? "SETTLING" : state];

/**
 * The later of two sightings of one run. They may come out of order: a list's answer and an event take different ways.
 */
export function furtherAlong(one: Run, other: Run): Run {
  const ahead =
    stepOf(other) - stepOf(one) ||
    Date.parse(other.stateSince) - Date.parse(one.stateSince) ||
    other.processedCount - one.processedCount ||
    other.deliveredCount + other.rejectedCount - one.deliveredCount - one.rejectedCount ||
    other.attempt - one.attempt;
  return ahead >= 0 ? other : one;
}

/** A success that left somebody out says so, and a dry run that it sends nothing. */
export type RunStatus = RunState | "PARTLY_REJECTED" | "COMPARING" | "COMPARED";

export function runStatus({
  state,
  isDryRun,
  rejectedCount,
}: Pick<Run, "state" | "isDryRun" | "rejectedCount">): RunStatus {
  if (isDryRun && (state === "UPLOADING" || state === "SETTLING")) return "COMPARING";
  if (isDryRun && state === "SUCCEEDED") return "COMPARED";
  return state === "SUCCEEDED" && rejectedCount > 0 ? "PARTLY_REJECTED" : state;
}

export const STATUS_TONE: Readonly<Record<RunStatus, Tone>> = {
  QUEUED: "waiting",
  PREPARING: "running",
  AWAITING_APPROVAL: "warning",
  UPLOADING: "running",
  SETTLING: "running",
  COMPARING: "running",
  COMPARED: "good",
  SUCCEEDED: "good",
  PARTLY_REJECTED: "warning",
  FAILED: "bad",
  CANCELED: "waiting",
};

/** Processed so far, as a share of everybody selected; null until they are counted. */
export function processedShare({ selectedCount, processedCount }: Run): number | null {
  if (selectedCount === null) return null;
  return selectedCount === 0 ? 1 : processedCount / selectedCount;
}

/**
 * Selected, less every outcome there is yet: people still on their way, and of an ended run, people whose fate
 * SendGrid did not tell. Shown, so that the sum on screen always adds up.
 */
export const openCount = (run: Run): number =>
  Math.max(
    0,
    (run.selectedCount ?? 0) -
      run.deliveredCount -
      (run.plan ? run.plan.toAdd + run.plan.toChange : 0) -
      run.unchangedCount -
      run.rejectedCount -
      run.suppressedCount -
      run.duplicateCount -
      run.notSentCount,
  );
