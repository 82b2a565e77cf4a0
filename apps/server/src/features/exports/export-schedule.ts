/**
 * When an export runs by itself: checked, and stored with the time at which it is next due.
 *
 * Reads  : what a person chose, the time that is handed in.
 * Writes : the schedule's columns of `export`.
 * Used by: `SaveExport`, `ScheduleExports`.
 */
import { nextOccurrence, type Recurrence } from "@keruen/core";
import type { EntityManager } from "typeorm";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import { recurrenceIssues, tidyRecurrence } from "../schedules/recurrence-issues.ts";
import type { ScheduleKind } from "./schedule-kind.ts";

export type ExportSchedule = {
  readonly kind: ScheduleKind;
  /** For `OWN` alone. */
  readonly recurrence?: Recurrence | null;
};

export function scheduleIssues({ kind, recurrence }: ExportSchedule, path: string): readonly InputIssue[] {
  if (kind === "OWN")
    return recurrence
      ? recurrenceIssues(recurrence, `${path}.recurrence`)
      : [{ path: `${path}.recurrence`, code: "recurrence-missing", message: "Say when it is to run." }];
  if (!recurrence) return [];
  const message = "Only a schedule of its own has days and times. Leave them out, or choose OWN.";
  return [{ path: `${path}.recurrence`, code: "recurrence-unwanted", message }];
}

/**
 * Gives these exports the schedule. One that has it already keeps its next time: what was due by it still is.
 *
 * @param schedule - one that `scheduleIssues` has passed.
 */
export async function setSchedule(
  db: EntityManager,
  exportIds: readonly string[],
  { kind, recurrence }: ExportSchedule,
  now: Date,
): Promise<void> {
  const tidy = kind === "OWN" && recurrence ? tidyRecurrence(recurrence) : null;
  await db.query(
    `update export set schedule_kind = $2, recurrence = $3, next_due_at = $4, not_started = null
     where id = any($1) and (schedule_kind, recurrence) is distinct from ($2, $3::jsonb)`,
    [exportIds, kind, tidy && JSON.stringify(tidy), tidy && nextOccurrence(tidy, now)],
  );
}
