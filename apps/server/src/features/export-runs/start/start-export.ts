/**
 * A click, or what was due, makes a row and a task in one transaction.
 *
 * Reads  : the export, its destination.
 * Writes : `export_run`, the task `run-export`, the audit log.
 * Used by: the mutations `startExport` and `startAllExports`, the schedule, `RetryRun`, `RepairDrift`, `UndoRun`.
 */
import { randomUUID } from "node:crypto";
import { fail, missingFields, ok, type Result } from "@keruen/core";
import { type DataSource, type EntityManager, In } from "typeorm";
import { commit } from "../../../platform/crash-points/crash-points.ts";
import { findById } from "../../../platform/database/find-by-id.ts";
import { isUniqueViolation } from "../../../platform/database/unique-violation.ts";
import { announce } from "../../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskQueue } from "../../../platform/tasks/task-queue.ts";
import { type AuditAction, audit } from "../../access/audit.ts";
import type { Principal } from "../../access/principal.ts";
import { DestinationEntity } from "../../destinations/destination.entity.ts";
import { ExportEntity } from "../../exports/export.entity.ts";
import type { ApprovalReason } from "../approval/approval-reason.ts";
import { ExportRunEntity } from "../export-run.entity.ts";
import { ACTIVE_STATES } from "../run-state.ts";
import { enqueueRun } from "./enqueue-run.ts";

export type StartExportFailure =
  | { readonly code: "not-found" }
  | { readonly code: "already-running" | "awaits-approval"; readonly run: ExportRunEntity }
  | { readonly code: "matching-incomplete"; readonly missingFields: readonly string[] }
  | { readonly code: "export-user-required" };

/** How a run is to go, besides what its export says. */
export type RunChoice = {
  /** Send everybody, changed or not. */
  readonly isFull?: boolean;
  /** Find out what a run would do, and do nothing. */
  readonly isDryRun?: boolean;
};

/** What starts a run. One that nobody starts has the rights of the destination's export user. */
export type StartCause =
  | { readonly trigger: "MANUAL"; readonly principal: Principal; readonly choice: RunChoice }
  | { readonly trigger: "RETRY"; readonly principal: Principal; readonly retryOf: ExportRunEntity }
  | {
      readonly trigger: "UNDO";
      readonly principal: Principal;
      readonly undoOf: ExportRunEntity;
      /** What somebody has seen and confirmed. */
      readonly approved: ApprovalReason;
    }
  | { readonly trigger: "SCHEDULE" | "REFRESH"; readonly dueAt: Date | null };

export class StartExport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: Pick<TaskQueue, "enqueue">,
  ) {}

  /** Queues a run of this export, or says what stands in its way. Of two clicks at once the index lets one through. */
  async execute(
    exportId: string,
    principal: Principal,
    choice: RunChoice = {},
  ): Promise<Result<ExportRunEntity, StartExportFailure>> {
    return await this.executeFor(exportId, { trigger: "MANUAL", principal, choice });
  }

  /**
   * The same, for another reason than a click on the export.
   *
   * @param along - what commits with the run, or not at all.
   */
  async executeFor(
    exportId: string,
    cause: StartCause,
    along: (db: EntityManager, run: ExportRunEntity) => Promise<void> = async () => undefined,
  ): Promise<Result<ExportRunEntity, StartExportFailure>> {
    try {
      return await commit(this.dataSource, "start-run", async (db) => {
        const started = await this.executeWithin(db, exportId, cause);
        if (started.ok) await along(db, started.value);
        return started;
      });
    } catch (error) {
      const active = isUniqueViolation(error, "export_run_one_active")
        ? await activeRun(this.dataSource.manager, exportId, isDry(cause))
        : null;
      if (active) return fail(inTheWay(active));
      throw error;
    }
  }

  /** The same as part of a larger transaction. @throws where somebody else starts it at the same moment: do it again. */
  async executeWithin(
    db: EntityManager,
    exportId: string,
    cause: StartCause,
  ): Promise<Result<ExportRunEntity, StartExportFailure>> {
    const held = await holdExport(db, exportId);
    if (!held) return fail({ code: "not-found" });
    const { source, destination } = held;
    const missing = missingFields(source.matching);
    if (missing.length > 0) return fail({ code: "matching-incomplete", missingFields: missing });
    if (destination.exportUserId === null) return fail({ code: "export-user-required" });
    const active = await activeRun(db, exportId, isDry(cause));
    if (active) return fail(inTheWay(active));

    const principal = "principal" in cause ? cause.principal : { userId: destination.exportUserId };
    const { id, listId } = await insertRun(db, source, principal, cause);
    await enqueueRun(this.tasks, db, { id, listId, destinationId: destination.id });
    await audit(db, principal, actionOf(cause), { id, name: source.name });
    await announce(db, "run", id);
    return ok(await db.findOneByOrFail(ExportRunEntity, { id }));
  }
}

/** Both stay until the run is there. The destination comes first, as it does for whoever removes it. */
async function holdExport(
  db: EntityManager,
  id: string,
): Promise<{ source: ExportEntity; destination: DestinationEntity } | null> {
  const lock = { mode: "pessimistic_read" } as const;
  const found = await findById(db, ExportEntity, id);
  const destination =
    found &&
    (await findById(db, DestinationEntity, found.destinationId, { lock, loadEagerRelations: false }));
  const source = destination && (await findById(db, ExportEntity, id, { lock }));
  return source && { source, destination };
}

async function insertRun(
  db: EntityManager,
  source: ExportEntity,
  { userId }: Principal,
  cause: StartCause,
): Promise<{ id: string; listId: string }> {
  const id = randomUUID();
  const { id: exportId, name: exportName, destinationId, matching } = source;
  const { listId, listName } = cause.trigger === "UNDO" ? cause.undoOf : source;
  const { syncMode, maxRemovalShare, suppressions, suppressionGroups } = source;
  await db.insert(ExportRunEntity, {
    ...{ id, exportId, exportName, destinationId, listId, listName, matching },
    ...{ syncMode, maxRemovalShare, suppressions, suppressionGroups },
    state: "QUEUED",
    startedBy: userId,
    trigger: cause.trigger,
    ...ofCause(cause),
  });
  return { id, listId };
}

/**
 * What a run is because of what started it; the rest is its export's. A retry sends a part, so it takes nobody off; an undo
 * takes off whom its run has added, whatever the export does else.
 */
function ofCause(cause: StartCause): Partial<ExportRunEntity> {
  switch (cause.trigger) {
    case "MANUAL":
      return cause.choice;
    case "RETRY":
      return { retryOf: cause.retryOf.id, isFull: cause.retryOf.isFull, syncMode: "ADD" };
    case "UNDO":
      return {
        ...{ undoOf: cause.undoOf.id, syncMode: "MIRROR" },
        ...{ approvalReason: cause.approved, approvedAt: new Date(), approvedBy: cause.principal.userId },
      };
    default:
      return { dueAt: cause.dueAt };
  }
}

function actionOf(cause: StartCause): AuditAction {
  if (cause.trigger === "RETRY") return "run-retried";
  if (cause.trigger === "UNDO") return "run-undone";
  return isDry(cause) ? "dry-run-started" : "run-started";
}

const isDry = (cause: StartCause): boolean => cause.trigger === "MANUAL" && cause.choice.isDryRun === true;

/** Who starts a second run is told whether the first one goes on by itself. */
const inTheWay = (run: ExportRunEntity): StartExportFailure => ({
  code: run.state === "AWAITING_APPROVAL" ? "awaits-approval" : "already-running",
  run,
});

/** A dry run is in the way of another one alone: it changes nothing, and may be asked what waits for approval. */
const activeRun = (db: EntityManager, exportId: string, isDryRun: boolean) =>
  db.findOneBy(ExportRunEntity, { exportId, isDryRun, state: In(ACTIVE_STATES) });
