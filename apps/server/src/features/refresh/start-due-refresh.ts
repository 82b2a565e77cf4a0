/**
 * Starts the refresh that its schedule says is due: once, however many processes look.
 *
 * Reads  : `refresh_schedule`, the clock that is handed in.
 * Writes : the refresh, the schedule's next time, and why it was not started; all in one transaction.
 * Used by: the ticker of every process that works.
 */
import { type Clock, nextOccurrence } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import type { NotStarted } from "../schedules/not-started.ts";
import { RefreshScheduleEntity } from "../schedules/refresh-schedule.entity.ts";
import type { StartRefresh } from "./start-refresh.ts";

export class StartDueRefresh {
  constructor(
    private readonly dataSource: DataSource,
    private readonly startRefresh: StartRefresh,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    await this.dataSource.transaction((db) => this.startWithin(db));
  }

  private async startWithin(db: EntityManager): Promise<void> {
    const now = new Date(this.clock.now());
    const schedule = await db
      .createQueryBuilder(RefreshScheduleEntity, "schedule")
      .where("schedule.nextDueAt <= :now", { now })
      .setLock("pessimistic_write")
      .setOnLocked("skip_locked")
      .getOne();
    if (!schedule?.recurrence || !schedule.nextDueAt || !schedule.updatedBy) return;
    const principal = { userId: schedule.updatedBy };
    const started = await this.startRefresh.executeWithin(db, principal, schedule.nextDueAt);
    const notStarted: NotStarted | null = started.ok
      ? null
      : {
          at: schedule.nextDueAt.toISOString(),
          code: "refresh-already-running",
          message:
            "The refresh before was still running. Make its times further apart, or look what holds it up.",
        };
    await db.update(
      RefreshScheduleEntity,
      { id: true },
      { nextDueAt: nextOccurrence(schedule.recurrence, now), notStarted },
    );
  }
}
