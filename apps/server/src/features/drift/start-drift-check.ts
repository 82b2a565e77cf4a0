/**
 * A click makes a check of an export's list, and its task, in one transaction.
 *
 * Reads  : the export, its destination, runs that write to the list.
 * Writes : `drift_check`, the task `check-drift`, the audit log.
 * Used by: the mutation `checkDrift`.
 */
import { randomUUID } from "node:crypto";
import { fail, ok, type Result } from "@keruen/core";
import { type DataSource, IsNull } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { isUniqueViolation } from "../../platform/database/unique-violation.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { DestinationEntity } from "../destinations/destination.entity.ts";
import type { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { ExportEntity } from "../exports/export.entity.ts";
import { busyRun } from "./busy-run.ts";
import { CheckDriftTask } from "./check-drift.task.ts";
import { DriftCheckEntity } from "./drift-check.entity.ts";

export type StartDriftCheckFailure =
  | { readonly code: "not-found" | "export-user-required" }
  | { readonly code: "under-way"; readonly check: DriftCheckEntity }
  | { readonly code: "list-busy"; readonly run: ExportRunEntity };

export class StartDriftCheck {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: Pick<TaskQueue, "enqueue">,
  ) {}

  /** Of two clicks at once the index lets one through. */
  async execute(
    exportId: string,
    principal: Principal,
  ): Promise<Result<DriftCheckEntity, StartDriftCheckFailure>> {
    try {
      return await this.startWithin(exportId, principal);
    } catch (error) {
      const active = isUniqueViolation(error, "drift_check_one_active")
        ? await activeCheck(this.dataSource, exportId)
        : null;
      if (active) return fail({ code: "under-way", check: active });
      throw error;
    }
  }

  private async startWithin(
    exportId: string,
    principal: Principal,
  ): Promise<Result<DriftCheckEntity, StartDriftCheckFailure>> {
    return await this.dataSource.transaction(async (db) => {
      const source = await findById(db, ExportEntity, exportId);
      if (!source) return fail({ code: "not-found" });
      const destination = await findById(db, DestinationEntity, source.destinationId);
      if (!destination?.exportUserId) return fail({ code: "export-user-required" });
      const check = await activeCheck(this.dataSource, exportId);
      if (check) return fail({ code: "under-way", check });
      const { listId, listName, name } = source;
      const run = await busyRun(db, listId);
      if (run) return fail({ code: "list-busy", run });

      const id = randomUUID();
      const startedBy = principal.userId;
      await db.insert(DriftCheckEntity, { id, exportId, listId, listName, state: "QUEUED", startedBy });
      await this.tasks.enqueue(CheckDriftTask, { checkId: id }, db);
      await audit(db, principal, "drift-check-started", { id: exportId, name });
      await announce(db, "drift-check", id);
      return ok(await db.findOneByOrFail(DriftCheckEntity, { id }));
    });
  }
}

const activeCheck = ({ manager }: DataSource, exportId: string) =>
  manager.findOneBy(DriftCheckEntity, { exportId, endedAt: IsNull() });
