import { registerEnumType } from "type-graphql";

export const RunTrigger = {
  MANUAL: "MANUAL",
  SCHEDULE: "SCHEDULE",
  REFRESH: "REFRESH",
  RETRY: "RETRY",
  UNDO: "UNDO",
} as const;
export type RunTrigger = keyof typeof RunTrigger;
registerEnumType(RunTrigger, {
  name: "RunTrigger",
  description: "What started a run.",
  valuesConfig: {
    MANUAL: { description: "Somebody." },
    SCHEDULE: { description: "The export's own schedule, with the rights of the destination's export user." },
    REFRESH: {
      description: "A refresh that the export follows, with the rights of the destination's export user.",
    },
    RETRY: { description: "Somebody, for those alone whom another run did not get to." },
    UNDO: { description: "Somebody, to put the list back to whom it had before another run." },
  },
});
