/**
 * Canceling: asked here, done by whoever works on the run. A run that nobody works on is taken up for it at once.
 *
 * Reads  : the run.
 * Writes : `cancel_requested_at`, a task, the audit log.
 * Used by: the mutation `cancelRun`.
 */
import { fail, isEnded, ok, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { findById } from "../../platform/database/find-by-id.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { ExportRunEntity } from "./export-run.entity.ts";
import { moveRun } from "./move-run.ts";
import type { RunState } from "./run-state.ts";
import { enqueueRun } from "./start/enqueue-run.ts";

export type CancelRunFailure =
  | { readonly code: "not-found" }
  | { readonly code: "already-ended"; readonly run: ExportRunEntity };

/** Nothing is under way in SendGrid then. */
const NOBODY_WORKS_IN: readonly RunState[] = ["QUEUED", "AWAITING_APPROVAL"];

export class CancelRun {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: TaskQueue,
  ) {}

  /** @returns the run as it is now: canceled if it had not begun or waited for approval, else about to be. */
  async execute(runId: string, principal: Principal): Promise<Result<ExportRunEntity, CancelRunFailure>> {
    return await commit(this.dataSource, "cancel-run", async (db) => {
      const run = await findById(db, ExportRunEntity, runId, { lock: { mode: "pessimistic_write" } });
      if (!run) return fail({ code: "not-found" });
      if (isEnded(run.state)) return fail({ code: "already-ended", run });
      if (run.cancelRequestedAt === null) {
        await db.update(ExportRunEntity, { id: runId }, { cancelRequestedAt: new Date() });
        if (NOBODY_WORKS_IN.includes(run.state)) await moveRun(db, run, "CANCELED");
        else await enqueueRun(this.tasks, db, run);
        await audit(db, principal, "run-canceled", { id: runId, name: run.exportName });
        await announce(db, "run", runId);
      }
      return ok(await db.findOneByOrFail(ExportRunEntity, { id: runId }));
    });
  }
}
