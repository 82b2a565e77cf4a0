/**
 * A click, or the schedule, makes a refresh with all its steps, and a task, in one transaction.
 *
 * Reads  : sources, segments, the exports that follow the refresh.
 * Writes : `refresh`, `refresh_step`, the task `carry-refresh`, the audit log.
 * Used by: the mutation `startRefresh`, `StartDueRefresh`.
 */
import { randomUUID } from "node:crypto";
import { fail, ok, type Result } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { isUniqueViolation } from "../../platform/database/unique-violation.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { CarryRefreshTask } from "./carry-refresh.task.ts";
import { RefreshEntity } from "./refresh.entity.ts";

export type StartRefreshFailure = { readonly code: "already-running"; readonly refresh: RefreshEntity };

export class StartRefresh {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: Pick<TaskQueue, "enqueue">,
  ) {}

  /** Of two clicks at once the index lets one through. */
  async execute(principal: Principal): Promise<Result<RefreshEntity, StartRefreshFailure>> {
    try {
      return await commit(this.dataSource, "start-refresh", (db) => this.executeWithin(db, principal, null));
    } catch (error) {
      const active = isUniqueViolation(error, "refresh_one_active")
        ? await activeRefresh(this.dataSource.manager)
        : null;
      if (active) return fail({ code: "already-running", refresh: active });
      throw error;
    }
  }

  /**
   * The same as part of a larger transaction.
   *
   * @param dueAt - when the schedule was due; null: somebody asked.
   * @throws where somebody else starts one at the same moment: do it again.
   */
  async executeWithin(
    db: EntityManager,
    principal: Principal,
    dueAt: Date | null,
  ): Promise<Result<RefreshEntity, StartRefreshFailure>> {
    const active = await activeRefresh(db);
    if (active) return fail({ code: "already-running", refresh: active });
    const id = randomUUID();
    const trigger = dueAt ? "SCHEDULE" : "MANUAL";
    await db.insert(RefreshEntity, { id, state: "RUNNING", trigger, dueAt, startedBy: principal.userId });
    await insertSteps(db, id);
    await this.tasks.enqueue(CarryRefreshTask, { refreshId: id }, db);
    await audit(db, principal, "refresh-started", { id, name: "refresh" });
    await announce(db, "refresh", id);
    return ok(await db.findOneByOrFail(RefreshEntity, { id }));
  }
}

const activeRefresh = (db: EntityManager) => db.findOneBy(RefreshEntity, { state: "RUNNING" });

/** What there is now, in the order in which it is done. What comes later is for the next refresh. */
const insertSteps = (db: EntityManager, refreshId: string): Promise<unknown> =>
  db.query(
    `insert into refresh_step (refresh_id, position, kind, subject_id, subject_name, state)
     select $1, row_number() over (order by part, lower(name), id), kind, id, name, 'WAITING'
     from (
       select 1 as part, 'SOURCE' as kind, id, name from source
       union all select 2, 'SEGMENT', id, name from segment
       union all select 3, 'EXPORT', id, name from export where schedule_kind = 'WITH_REFRESH') subject`,
    [refreshId],
  );
