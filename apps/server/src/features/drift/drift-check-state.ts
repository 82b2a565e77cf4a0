import { registerEnumType } from "type-graphql";

export const DriftCheckState = {
  QUEUED: "QUEUED",
  READING: "READING",
  COMPARING: "COMPARING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
} as const;
export type DriftCheckState = keyof typeof DriftCheckState;
registerEnumType(DriftCheckState, {
  name: "DriftCheckState",
  valuesConfig: {
    READING: { description: "SendGrid makes an export of the list, which is then read." },
    COMPARING: { description: "Who was read is compared with the records." },
  },
});

/** How a person on the list, or on record, differs from the other. */
export const DRIFT_KINDS = ["MISSING", "CLAIMED", "FOREIGN"] as const;
export type DriftKind = (typeof DRIFT_KINDS)[number];
