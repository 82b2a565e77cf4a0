import type { RunState as CoreRunState } from "@keruen/core";
import { registerEnumType } from "type-graphql";

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
registerEnumType(RunState, {
  name: "RunState",
  valuesConfig: {
    AWAITING_APPROVAL: {
      description:
        "It would do what might surprise: somebody has to approve it, or cancel it. Nothing happens until then.",
    },
  },
});

/** States of a run that has not ended. The index `export_run_one_active` names the same. */
export const ACTIVE_STATES: readonly RunState[] = [
  "QUEUED",
  "PREPARING",
  "AWAITING_APPROVAL",
  "UPLOADING",
  "SETTLING",
];
