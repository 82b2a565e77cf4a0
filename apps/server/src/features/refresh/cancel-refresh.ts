/**
 * Canceling a refresh: what has not begun does not begin, and the runs that it started are canceled by whoever carries it.
 *
 * Reads  : the refresh.
 * Writes : `cancel_requested_at`, the waiting steps, a task, the audit log.
 * Used by: the mutation `cancelRefresh`.
 */
import { fail, ok, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { CarryRefreshTask } from "./carry-refresh.task.ts";
import { RefreshEntity } from "./refresh.entity.ts";

export type CancelRefreshFailure =
  | { readonly code: "not-found" }
  | { readonly code: "already-ended"; readonly refresh: RefreshEntity };

export class CancelRefresh {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: TaskQueue,
  ) {}

  /** @returns the refresh as it is now: about to be canceled. */
  async execute(id: string, principal: Principal): Promise<Result<RefreshEntity, CancelRefreshFailure>> {
    return await this.dataSource.transaction(async (db) => {
      const refresh = await findById(db, RefreshEntity, id, { lock: { mode: "pessimistic_write" } });
      if (!refresh) return fail({ code: "not-found" });
      if (refresh.state !== "RUNNING") return fail({ code: "already-ended", refresh });
      if (refresh.cancelRequestedAt === null) {
        await db.update(
          RefreshEntity,
          { id },
          { cancelRequestedAt: new Date(), cancelRequestedBy: principal.userId },
        );
        await db.query(
          `update refresh_step set state = 'CANCELED', state_since = now(), code = null, message = null
           where refresh_id = $1 and state = 'WAITING'`,
          [id],
        );
        await this.tasks.enqueue(CarryRefreshTask, { refreshId: id }, db);
        await audit(db, principal, "refresh-canceled", { id, name: "refresh" });
        await announce(db, "refresh", id);
      }
      return ok(await db.findOneByOrFail(RefreshEntity, { id }));
    });
  }
}
