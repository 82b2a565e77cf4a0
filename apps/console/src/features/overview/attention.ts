/**
 * What waits for a person: destinations that do not work, exports whose last run failed or left people out.
 *
 * Reads  : destinations and recent runs.
 * Writes : nothing. Pure.
 * Used by: `AttentionCard.vue`.
 */
import type { Run } from "../export-runs/export-run.graphql.ts";
import { isEnded } from "../export-runs/run-state.ts";
import type { Counts } from "./overview.graphql.ts";

type Destination = Counts["destinations"]["edges"][number]["node"];

export type AttentionItem =
  | { readonly kind: "destination"; readonly destination: Destination }
  | { readonly kind: "failed" | "rejected"; readonly run: Run };

/** @param runs - newest first; of each export only its last ended run counts, and no dry run. */
export function attentionItems(
  destinations: readonly Destination[],
  runs: readonly Run[],
): readonly AttentionItem[] {
  const lastEnded = new Map<string, Run>();
  for (const run of runs) {
    if (run.exportId && isEnded(run) && !run.isDryRun && !lastEnded.has(run.exportId))
      lastEnded.set(run.exportId, run);
  }
  const broken = destinations
    .filter(({ state }) => state !== "READY")
    .map((destination): AttentionItem => ({ kind: "destination", destination }));
  const lacking = [...lastEnded.values()].flatMap((run): AttentionItem[] => {
    if (run.state === "FAILED") return [{ kind: "failed", run }];
    return run.state === "SUCCEEDED" && run.rejectedCount > 0 ? [{ kind: "rejected", run }] : [];
  });
  return [...broken, ...lacking];
}
