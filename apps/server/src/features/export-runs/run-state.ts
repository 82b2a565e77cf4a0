import type { RunState as CoreRunState } from "@keruen/core";
import { registerEnumType } from "type-graphql";

export const RunState = {
  QUEUED: "QUEUED",
  PREPARING: "PREPARING",
  UPLOADING: "UPLOADING",
  SETTLING: "SETTLING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  CANCELED: "CANCELED",
} as const satisfies Record<CoreRunState, CoreRunState>;
export type RunState = CoreRunState;
registerEnumType(RunState, { name: "RunState" });

/** States of a run that has not ended. The index `export_run_one_active` names the same. */
export const ACTIVE_STATES: readonly RunState[] = ["QUEUED", "PREPARING", "UPLOADING", "SETTLING"];
