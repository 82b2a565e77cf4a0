/**
 * One check, from its row to its end: the list is read as SendGrid has it, and compared with the records.
 *
 * Reads  : SendGrid's list, `delivery`.
 * Writes : `drift_member` while it goes on, `drift_difference`, the check. Nothing that a run reads.
 * Used by: the task `check-drift`, on any process. It may be killed anywhere: the next attempt begins from the start.
 */
import { type Clock, readListMembers } from "@keruen/core";
import type { DataSource } from "typeorm";
import { systemClock } from "../../platform/clock/system-clock.ts";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskRun } from "../../platform/tasks/task.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import type { OpenSendGrid } from "../destinations/open-send-grid.ts";
import { describeListFailure, FAILURES, type RunFailure } from "../export-runs/describe-failure.ts";
import { RUN_PATIENCE, type RunPatience } from "../export-runs/run-context.ts";
import { withCrashPoints } from "../export-runs/with-crash-points.ts";
import { ExportEntity } from "../exports/export.entity.ts";
import { busyRun } from "./busy-run.ts";
import { compareList, type DriftCounts } from "./compare-list.ts";
import { concludeCheck, dropRows } from "./conclude-check.ts";
import { DriftCheckEntity } from "./drift-check.entity.ts";
import { stageMembers } from "./stage-members.ts";

export class CheckDrift {
  constructor(
    private readonly dataSource: DataSource,
    private readonly openSendGrid: Pick<OpenSendGrid, "asExportUser">,
    private readonly tasks: Pick<TaskQueue, "enqueue">,
    private readonly patience: RunPatience = RUN_PATIENCE,
    private readonly clock: Clock = systemClock,
  ) {}

  /** @throws when the process stops or the database is away: the queue gives the task to the next. */
  async execute(checkId: string, { signal }: TaskRun): Promise<void> {
    const check = await this.beginAttempt(checkId);
    if (check) {
      const compared = await this.attempt(check, signal);
      signal.throwIfAborted();
      await concludeCheck(this.dataSource, this.tasks, this.patience, check, compared);
    }
    await dropRows(this.dataSource, checkId); // also of one that ended with whoever carried it
  }

  /** What an earlier attempt has read may be out of date: it goes first. */
  private async beginAttempt(id: string): Promise<DriftCheckEntity | null> {
    return await commit(this.dataSource, "begin-drift-check", async (db) => {
      const check = await db.findOne(DriftCheckEntity, {
        where: { id },
        lock: { mode: "pessimistic_write" },
      });
      if (!check || check.endedAt !== null) return null; // its export was removed, or another worker was faster
      const now = new Date();
      const reading = { state: "READING", stateSince: now, readingAt: now, nextTryAt: null } as const;
      await db.update(DriftCheckEntity, { id }, { ...reading, attempt: check.attempt + 1 });
      for (const table of ["drift_member", "drift_difference"])
        await db.query(`delete from ${table} where check_id = $1`, [id]);
      await announce(db, "drift-check", id);
      return { ...check, ...reading, attempt: check.attempt + 1 };
    });
  }

  private async attempt(check: DriftCheckEntity, signal: AbortSignal): Promise<DriftCounts | RunFailure> {
    const { manager } = this.dataSource;
    if (await busyRun(manager, check.listId)) return FAILURES.listBusy;
    const { destinationId } = await manager.findOneByOrFail(ExportEntity, { id: check.exportId });
    const opened = await this.openSendGrid.asExportUser(destinationId);
    if (!opened.ok) return opened.failure;
    const read = await readListMembers(check.listId, (page) => stageMembers(this.dataSource, check, page), {
      ...{ client: withCrashPoints(opened.value), clock: this.clock, random: Math.random },
      ...{ signal, giveUpAfterMs: this.patience.settleMs },
    });
    signal.throwIfAborted();
    if (!read.ok) return describeListFailure(read.failure);
    return await compareList(this.dataSource, check, read.value.members, signal);
  }
}
