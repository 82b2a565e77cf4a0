/**
 * Starts one export of a refresh: its run and the step that names it commit together, so that a crash starts none twice.
 *
 * Reads  : the export, whether it still follows the refresh, what it depends on.
 * Writes : the run, the step.
 * Used by: `CarryRefresh`.
 */
import type { DataSource, EntityManager } from "typeorm";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { isUniqueViolation } from "../../platform/database/unique-violation.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { StartExport, StartExportFailure } from "../export-runs/start/start-export.ts";
import { START_REFUSALS } from "../export-runs/start/start-refusal-words.ts";
import { ExportEntity } from "../exports/export.entity.ts";
import { REMOVED, type StepEnd } from "./do-step.ts";
import type { RefreshEntity } from "./refresh.entity.ts";
import { RefreshStepEntity } from "./refresh-step.entity.ts";
import { blockedBy, blockerOf, endStep, type Step } from "./refresh-steps.ts";

export async function startFollower(
  dataSource: DataSource,
  startExport: StartExport,
  { dueAt }: RefreshEntity,
  step: Step,
): Promise<void> {
  try {
    await commit(dataSource, "start-follower", async (db) => {
      const { refreshId, position, subjectId } = step;
      const where = { refreshId, position, state: "WAITING" } as const;
      const isWaiting = await db.findOne(RefreshStepEntity, { where, lock: { mode: "pessimistic_write" } });
      if (!isWaiting) return; // canceled meanwhile
      const obstacle = await obstacleOf(db, step);
      if (obstacle) return await endStep(db, step, obstacle);
      const started = await startExport.executeWithin(db, subjectId, { trigger: "REFRESH", dueAt });
      if (!started.ok) {
        if (started.failure.code === "already-running") return; // it waits for that run
        return await endStep(db, step, endOf(started.failure));
      }
      const running = { state: "RUNNING", runId: started.value.id, code: null, message: null } as const;
      await db.update(RefreshStepEntity, where, { ...running, stateSince: () => "now()" });
      await announce(db, "refresh", refreshId);
    });
  } catch (error) {
    if (!isUniqueViolation(error, "export_run_one_active")) throw error; // else: somebody clicked just now
  }
}

async function obstacleOf(db: EntityManager, step: Step): Promise<StepEnd | null> {
  const found = await db.findOneBy(ExportEntity, { id: step.subjectId });
  if (!found) return REMOVED;
  if (found.scheduleKind !== "WITH_REFRESH") return FOLLOWS_NO_MORE;
  const blocker = await blockerOf(db, step);
  return blocker === null ? null : blockedBy(blocker);
}

const FOLLOWS_NO_MORE: StepEnd = {
  ...{ state: "CANCELED", code: "follows-no-more", count: null },
  message: "It got another schedule before its turn came.",
};

const endOf = (failure: StartExportFailure): StepEnd => ({
  ...{ state: "FAILED", count: null },
  ...START_REFUSALS[failure.code],
});
