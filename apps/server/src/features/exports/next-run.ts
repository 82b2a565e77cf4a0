import { registerEnumType } from "type-graphql";
import type { RefreshScheduleEntity } from "../schedules/refresh-schedule.entity.ts";
import type { ExportEntity } from "./export.entity.ts";

export const NextRunReason = {
  OWN_SCHEDULE: "OWN_SCHEDULE",
  WITH_REFRESH: "WITH_REFRESH",
  REFRESH_OFF: "REFRESH_OFF",
  OFF: "OFF",
} as const;
export type NextRunReason = keyof typeof NextRunReason;
registerEnumType(NextRunReason, {
  name: "NextRunReason",
  description: "Why an export runs by itself at that time, or has no time.",
  valuesConfig: {
    OWN_SCHEDULE: { description: "It waits for its own schedule." },
    WITH_REFRESH: { description: "It follows the refresh that is due at that time." },
    REFRESH_OFF: {
      description: "It follows the refresh, which has no schedule: it runs when somebody refreshes.",
    },
    OFF: { description: "Nothing starts it but a person." },
  },
});

/** When an export runs next by itself, as far as that is known, and why. */
export type NextRunTold = { readonly at: Date | null; readonly reason: NextRunReason };

export function nextRunOf(
  { scheduleKind, nextDueAt }: Pick<ExportEntity, "scheduleKind" | "nextDueAt">,
  refresh: Pick<RefreshScheduleEntity, "nextDueAt">,
): NextRunTold {
  if (scheduleKind === "OWN") return { at: nextDueAt, reason: "OWN_SCHEDULE" };
  if (scheduleKind === "OFF") return { at: null, reason: "OFF" };
  return { at: refresh.nextDueAt, reason: refresh.nextDueAt ? "WITH_REFRESH" : "REFRESH_OFF" };
}
