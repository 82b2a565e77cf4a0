import type { Tone } from "../../ui/StatusBadge.vue";
import type { Erasure, ErasureDestination } from "./erasure.graphql.ts";

export const ERASURE_TONE: Readonly<Record<Erasure["state"], Tone>> = {
  ERASING: "running",
  WAITING: "waiting",
  DONE: "good",
  FAILED: "bad",
};

export const ACCOUNT_TONE: Readonly<Record<ErasureDestination["state"], Tone>> = {
  PENDING: "waiting",
  DELETING: "running",
  DONE: "good",
  UNREACHABLE: "warning",
  FAILED: "bad",
};
