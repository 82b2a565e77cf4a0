import { registerEnumType } from "type-graphql";

export const DestinationState = {
  NEEDS_EXPORT_USER: "NEEDS_EXPORT_USER",
  READY: "READY",
  KEY_REFUSED: "KEY_REFUSED",
} as const;
export type DestinationState = keyof typeof DestinationState;
registerEnumType(DestinationState, {
  name: "DestinationState",
  valuesConfig: {
    NEEDS_EXPORT_USER: {
      description: "Connected; nobody is its export user yet, so its exports cannot run.",
    },
    KEY_REFUSED: { description: "SendGrid refuses the key." },
  },
});
