import { registerEnumType } from "type-graphql";
import type { EntityManager } from "typeorm";
import type { ExportEntity } from "./export.entity.ts";

export const NextRunReason = {
  OWN_SCHEDULE: "OWN_SCHEDULE",
  REFRESH_RUNNING: "REFRESH_RUNNING",
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
    REFRESH_RUNNING: { description: "It follows the refresh that is under way, and its turn has not come." },
    WITH_REFRESH: { description: "It follows the refresh that is due at that time." },
    REFRESH_OFF: {
      description: "It follows the refresh, which has no schedule: it runs when somebody refreshes.",
    },
    OFF: { description: "Nothing starts it but a person." },
  },
});

/** When an export runs next by itself, as far as that is known, and why. */
export type NextRunTold = { readonly at: Date | null; readonly reason: NextRunReason };

export async function nextRunOf(db: EntityManager, item: ExportEntity): Promise<NextRunTold> {
  const { id, scheduleKind, nextDueAt } = item;
  if (scheduleKind === "OWN") return { at: nextDueAt, reason: "OWN_SCHEDULE" };
  if (scheduleKind === "OFF") return { at: null, reason: "OFF" };
  const [{ at, isRunning }] = await db.query(
    `select next_due_at as at, exists (
       select from refresh_step where subject_id = $1 and kind = 'EXPORT' and state = 'WAITING') as "isRunning"
     from refresh_schedule`,
    [id],
  );
  if (isRunning) return { at: null, reason: "REFRESH_RUNNING" };
  return { at, reason: at ? "WITH_REFRESH" : "REFRESH_OFF" };
}
