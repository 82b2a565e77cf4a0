import { registerEnumType } from "type-graphql";

export const SyncMode = { ADD: "ADD", MIRROR: "MIRROR" } as const;
export type SyncMode = keyof typeof SyncMode;
registerEnumType(SyncMode, {
  name: "SyncMode",
  description: "What becomes of people on the list who are not in the segments any more.",
  valuesConfig: {
    ADD: { description: "They stay." },
    MIRROR: {
      description:
        "They leave the list, once everybody else has been delivered: those whom this export put there and no other export claims. Contacts are never deleted.",
    },
  },
});
