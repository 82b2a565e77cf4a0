import type { Run } from "./export-run.graphql.ts";
import { openCount } from "./run-state.ts";

export type Addend = {
  readonly key: "delivered" | "unchanged" | "rejected" | "suppressed" | "duplicate" | "notSent" | "unsettled";
  readonly count: number;
};

const ALWAYS_SHOWN: ReadonlySet<Addend["key"]> = new Set(["delivered", "rejected", "duplicate"]);

/**
 * What the selected people became. The counts always add up to `selectedCount`: what no outcome explains stands
 * there as `unsettled`, never left out.
 */
export function runSum(run: Run): readonly Addend[] {
  const addends: readonly Addend[] = [
    { key: "delivered", count: run.deliveredCount },
    { key: "unchanged", count: run.unchangedCount },
    { key: "rejected", count: run.rejectedCount },
    { key: "suppressed", count: run.suppressedCount },
    { key: "duplicate", count: run.duplicateCount },
    { key: "notSent", count: run.notSentCount },
    { key: "unsettled", count: openCount(run) },
  ];
  return addends.filter(({ key, count }) => count > 0 || ALWAYS_SHOWN.has(key));
}
