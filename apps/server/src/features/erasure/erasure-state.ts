import { registerEnumType } from "type-graphql";

export const ErasureState = {
  ERASING: "ERASING",
  WAITING: "WAITING",
  DONE: "DONE",
  FAILED: "FAILED",
} as const;
export type ErasureState = keyof typeof ErasureState;
registerEnumType(ErasureState, {
  name: "ErasureState",
  valuesConfig: {
    WAITING: {
      description:
        "A run that may just be sending the person, or a check that may be reading them, has to end first.",
    },
    DONE: { description: "Nothing of the person is left, here or in any account that it was asked of." },
    FAILED: { description: "Somebody has to put something right; then `retryErasure` goes on." },
  },
});

export const ErasureDestinationState = {
  PENDING: "PENDING",
  DELETING: "DELETING",
  DONE: "DONE",
  UNREACHABLE: "UNREACHABLE",
  FAILED: "FAILED",
} as const;
export type ErasureDestinationState = keyof typeof ErasureDestinationState;
registerEnumType(ErasureDestinationState, {
  name: "ErasureDestinationState",
  valuesConfig: {
    DELETING: { description: "SendGrid has been asked to delete the contact." },
    DONE: { description: "SendGrid finds nobody with the address." },
    UNREACHABLE: {
      description: "The destination was removed meanwhile, and its key with it: nobody here can look.",
    },
  },
});
