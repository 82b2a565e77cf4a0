/**
 * Approving: a person answers what a run asks, once, and it goes on where it stopped.
 *
 * Reads  : the run.
 * Writes : who approved and when, the run's state, a task, the audit log, in one transaction.
 * Used by: the mutation `approveRun`. To refuse is `CancelRun`.
 */
import { afterApproval, fail, ok, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import { commit } from "../../../platform/crash-points/crash-points.ts";
import { findById } from "../../../platform/database/find-by-id.ts";
import type { TaskQueue } from "../../../platform/tasks/task-queue.ts";
import { audit } from "../../access/audit.ts";
import type { Principal } from "../../access/principal.ts";
import { ExportRunEntity } from "../export-run.entity.ts";
import { moveRun } from "../move-run.ts";
import { enqueueRun } from "../start/enqueue-run.ts";

export type ApproveRunFailure =
  | { readonly code: "not-found" }
  | { readonly code: "not-awaiting-approval"; readonly run: ExportRunEntity };

export class ApproveRun {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: TaskQueue,
  ) {}

  /** What is approved are the figures that the run asked with: where clearly more would leave, it asks again. */
  async execute(runId: string, principal: Principal): Promise<Result<ExportRunEntity, ApproveRunFailure>> {
    return await commit(this.dataSource, "approve-run", async (db) => {
      const run = await findById(db, ExportRunEntity, runId, { lock: { mode: "pessimistic_write" } });
      if (!run) return fail({ code: "not-found" });
      if (run.state !== "AWAITING_APPROVAL") return fail({ code: "not-awaiting-approval", run });
      await moveRun(db, run, afterApproval(run.settlingAt !== null), {
        ...{ approvedAt: new Date(), approvedBy: principal.userId },
        attempt: 0,
      });
      await enqueueRun(this.tasks, db, run);
      await audit(db, principal, "run-approved", { id: runId, name: run.exportName });
      return ok(await db.findOneByOrFail(ExportRunEntity, { id: runId }));
    });
  }
}
