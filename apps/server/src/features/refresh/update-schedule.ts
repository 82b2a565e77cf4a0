/**
 * When sources and segments are refreshed by themselves.
 *
 * Reads  : the clock that is handed in.
 * Writes : `refresh_schedule`, the audit log.
 * Used by: the mutation `updateSchedule`.
 */
import { type Clock, fail, nextOccurrence, ok, type Recurrence, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { recurrenceIssues, tidyRecurrence } from "../schedules/recurrence-issues.ts";
import { RefreshScheduleEntity } from "../schedules/refresh-schedule.entity.ts";

export type ScheduleDraft = {
  readonly isOn: boolean;
  /** As it is, where it is left out. */
  readonly recurrence?: Recurrence | null;
};

/** What the audit log calls the one schedule that there is. */
const SUBJECT = { id: "00000000-0000-4000-8000-000000000002", name: "refresh" };

export class UpdateSchedule {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** One that stays as it is keeps its next time: what was due still is. */
  async execute(
    draft: ScheduleDraft,
    principal: Principal,
  ): Promise<Result<RefreshScheduleEntity, readonly InputIssue[]>> {
    const issues = draft.recurrence ? recurrenceIssues(draft.recurrence, "recurrence") : [];
    if (issues.length > 0) return fail(issues);
    return await this.dataSource.transaction(async (db) => {
      const current = await db.findOneOrFail(RefreshScheduleEntity, {
        where: { id: true },
        lock: { mode: "pessimistic_write" },
      });
      const recurrence = draft.recurrence ? tidyRecurrence(draft.recurrence) : current.recurrence;
      if (draft.isOn && !recurrence) return fail([RECURRENCE_MISSING]);
      const isKept = draft.isOn && current.isOn && isSame(recurrence, current.recurrence);
      const nextDueAt =
        draft.isOn && recurrence ? nextOccurrence(recurrence, new Date(this.clock.now())) : null;
      await db.update(
        RefreshScheduleEntity,
        { id: true },
        {
          ...{ isOn: draft.isOn, recurrence, updatedBy: principal.userId },
          ...(!isKept && { nextDueAt, notStarted: null }),
        },
      );
      await audit(db, principal, "refresh-scheduled", SUBJECT);
      return ok(await db.findOneByOrFail(RefreshScheduleEntity, { id: true }));
    });
  }
}

/** Both tidy. */
const isSame = (one: Recurrence | null, other: Recurrence | null) => momentsOf(one) === momentsOf(other);

const momentsOf = (recurrence: Recurrence | null) =>
  recurrence && JSON.stringify([recurrence.timeZone, recurrence.days, recurrence.times]);

const RECURRENCE_MISSING: InputIssue = {
  path: "recurrence",
  code: "recurrence-missing",
  message: "Say when it is to run.",
};
