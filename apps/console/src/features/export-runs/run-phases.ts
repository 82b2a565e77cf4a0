import type { Run } from "./export-run.graphql.ts";
import { isEnded } from "./run-state.ts";

export type PhaseKey = "queued" | "preparing" | "sending" | "comparing" | "settling" | "ended";

export type Phase = {
  readonly key: PhaseKey;
  /** When it began; null where it has not, or was left out. */
  readonly at: string | null;
  readonly state: "done" | "current" | "waiting" | "open" | "failed" | "canceled";
};

/** The phases of a run, the one under way marked. A dry run sends nothing, and SendGrid has nothing to settle. */
export function runPhases(run: Run): readonly Phase[] {
  const begun: readonly (readonly [PhaseKey, string | null])[] = [
    ["queued", run.queuedAt],
    ["preparing", run.preparingAt],
    ...(run.isDryRun
      ? ([["comparing", run.uploadingAt]] as const)
      : ([
          ["sending", run.uploadingAt],
          ["settling", run.settlingAt],
        ] as const)),
    ["ended", run.endedAt],
  ];
  const last = begun.findLastIndex(([, at]) => at !== null);

  return begun.map(([key, at], index) => {
    if (key === "ended" && isEnded(run)) return { key, at, state: endState(run) };
    if (at === null) return { key, at, state: "open" };
    return {
      key,
      at,
      state: index < last ? "done" : run.state === "AWAITING_APPROVAL" ? "waiting" : "current",
    };
  });
}

function endState({ state }: Run): Phase["state"] {
  if (state === "FAILED") return "failed";
  return state === "CANCELED" ? "canceled" : "done";
}
