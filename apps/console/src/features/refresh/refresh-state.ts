import type { Tone } from "../../ui/StatusBadge.vue";
import type { Refresh, RefreshStep } from "./refresh.graphql.ts";

export const REFRESH_TONE: Readonly<Record<Refresh["state"], Tone>> = {
  RUNNING: "running",
  SUCCEEDED: "good",
  FAILED: "bad",
  CANCELED: "waiting",
};

export const STEP_TONE: Readonly<Record<RefreshStep["state"], Tone>> = {
  WAITING: "waiting",
  RUNNING: "running",
  AWAITING_APPROVAL: "warning",
  SUCCEEDED: "good",
  FAILED: "bad",
  BLOCKED: "warning",
  CANCELED: "waiting",
};
