import type { Run } from "./export-run.graphql.ts";
import { openCount } from "./run-state.ts";

export type Addend = {
  readonly key:
    | "delivered"
    | "toAdd"
    | "toChange"
    | "unchanged"
    | "rejected"
    | "suppressed"
    | "duplicate"
    | "notSent"
    | "unsettled";
  readonly count: number;
};

const ALWAYS_SHOWN: ReadonlySet<Addend["key"]> = new Set([
  ...(["delivered", "toAdd", "toChange"] as const),
  ...(["rejected", "duplicate"] as const),
]);

/**
 * What the selected people became. The counts always add up to `selectedCount`: what no outcome explains stands
 * there as `unsettled`, never left out.
 */
export function runSum(run: Run): readonly Addend[] {
  const addends: readonly Addend[] = [
    ...sentOrPlanned(run),
    { key: "unchanged", count: run.unchangedCount },
    { key: "rejected", count: run.rejectedCount },
    { key: "suppressed", count: run.suppressedCount },
    { key: "duplicate", count: run.duplicateCount },
    { key: "notSent", count: run.notSentCount },
    { key: "unsettled", count: openCount(run) },
  ];
  return addends.filter(({ key, count }) => count > 0 || ALWAYS_SHOWN.has(key));
}

/** A dry run has delivered nobody: it says whom a run would send. */
function sentOrPlanned({ isDryRun, plan, deliveredCount }: Run): readonly Addend[] {
  if (!isDryRun) return [{ key: "delivered", count: deliveredCount }];
  return plan
    ? [
        { key: "toAdd", count: plan.toAdd },
        { key: "toChange", count: plan.toChange },
      ]
    : [];
}
