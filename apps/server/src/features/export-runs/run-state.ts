import type { RunState as CoreRunState } from "@keruen/core";

export const RunState = {
  QUEUED: "QUEUED",
  PREPARING: "PREPARING",
  AWAITING_APPROVAL: "AWAITING_APPROVAL",
  UPLOADING: "UPLOADING",
  SETTLING: "SETTLING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  CANCELED: "CANCELED",
} as const satisfies Record<CoreRunState, CoreRunState>;
export type RunState = CoreRunState;

/** States of a run that has not ended. The index `export_run_one_active` names the same. */
export const ACTIVE_STATES: readonly RunState[] = [
  "QUEUED",
  "PREPARING",
  "AWAITING_APPROVAL",
  "UPLOADING",
  "SETTLING",
];
