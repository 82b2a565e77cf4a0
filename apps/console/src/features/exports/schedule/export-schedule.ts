import { editedOf, isWhole, type Recurrence } from "../../schedules/recurrence.ts";
import type { Export } from "../export.graphql.ts";

export type ScheduleKind = Export["schedule"]["kind"];

/** In the order in which they are offered. */
export const SCHEDULE_KINDS: readonly ScheduleKind[] = ["WITH_REFRESH", "OWN", "OFF"];

/** As it is being edited: the times of its own are kept while another kind is looked at. */
export type ScheduleDraft = { kind: ScheduleKind; recurrence: Recurrence };

export const draftOf = (stored: Export["schedule"] | undefined): ScheduleDraft => ({
  kind: stored?.kind ?? "WITH_REFRESH",
  recurrence: editedOf(stored?.recurrence ?? null),
});

export const isScheduleWhole = ({ kind, recurrence }: ScheduleDraft): boolean =>
  kind !== "OWN" || isWhole(recurrence);

/** What is sent to the server. */
export const scheduleInput = ({ kind, recurrence }: ScheduleDraft) => ({
  kind,
  recurrence: kind === "OWN" ? recurrence : null,
});
