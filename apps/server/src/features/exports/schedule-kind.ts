import { registerEnumType } from "type-graphql";

export const ScheduleKind = { WITH_REFRESH: "WITH_REFRESH", OWN: "OWN", OFF: "OFF" } as const;
export type ScheduleKind = keyof typeof ScheduleKind;
registerEnumType(ScheduleKind, {
  name: "ScheduleKind",
  description: "What starts an export by itself.",
  valuesConfig: {
    WITH_REFRESH: { description: "Every refresh, once its segments are up to date." },
    OWN: { description: "A recurrence of its own, whatever the refresh does." },
    OFF: { description: "Nothing. Somebody starts it." },
  },
});
