import { registerEnumType } from "type-graphql";

export const RefreshState = {
  RUNNING: "RUNNING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  CANCELED: "CANCELED",
} as const;
export type RefreshState = keyof typeof RefreshState;
registerEnumType(RefreshState, {
  name: "RefreshState",
  valuesConfig: {
    FAILED: { description: "At least one step failed. What does not depend on it is done." },
  },
});

export const RefreshTrigger = { MANUAL: "MANUAL", SCHEDULE: "SCHEDULE" } as const;
export type RefreshTrigger = keyof typeof RefreshTrigger;
registerEnumType(RefreshTrigger, {
  name: "RefreshTrigger",
  description: "What started a refresh.",
  valuesConfig: {
    MANUAL: { description: "Somebody." },
    SCHEDULE: { description: "The schedule, with the rights of whoever set it last." },
  },
});

export const RefreshStepKind = { SOURCE: "SOURCE", SEGMENT: "SEGMENT", EXPORT: "EXPORT" } as const;
export type RefreshStepKind = keyof typeof RefreshStepKind;
registerEnumType(RefreshStepKind, { name: "RefreshStepKind" });

export const RefreshStepState = {
  WAITING: "WAITING",
  RUNNING: "RUNNING",
  AWAITING_APPROVAL: "AWAITING_APPROVAL",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  BLOCKED: "BLOCKED",
  CANCELED: "CANCELED",
} as const;
export type RefreshStepState = keyof typeof RefreshStepState;
registerEnumType(RefreshStepState, {
  name: "RefreshStepState",
  valuesConfig: {
    WAITING: { description: "Its turn has not come." },
    AWAITING_APPROVAL: {
      description:
        "Its run asks for approval. The refresh does not wait for the answer: the run goes on by itself.",
    },
    BLOCKED: { description: "Something that it depends on failed, so it was not begun." },
  },
});
