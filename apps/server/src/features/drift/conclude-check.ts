/**
 * How an attempt of a check ended, stored: it has its counts, has failed for good, or is tried again at a known time.
 *
 * Reads  : runs that wrote to the list meanwhile.
 * Writes : the check, and the task of the next attempt, in one transaction. Rows that serve nobody any more go.
 * Used by: `CheckDrift`.
 */
import type { DataSource, EntityManager } from "typeorm";
import { commit, crashable } from "../../platform/crash-points/crash-points.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { FAILURES, type RunFailure } from "../export-runs/describe-failure.ts";
import { pauseAfter, type RunPatience } from "../export-runs/run-context.ts";
import { busyRun } from "./busy-run.ts";
import { CheckDriftTask } from "./check-drift.task.ts";
import type { DriftCounts } from "./compare-list.ts";
import { DriftCheckEntity } from "./drift-check.entity.ts";

export async function concludeCheck(
  dataSource: DataSource,
  tasks: Pick<TaskQueue, "enqueue">,
  patience: RunPatience,
  { id, attempt, readingAt }: DriftCheckEntity,
  compared: DriftCounts | RunFailure,
): Promise<void> {
  await commit(dataSource, "conclude-drift-check", async (db) => {
    const check = await db.findOne(DriftCheckEntity, { where: { id }, lock: { mode: "pessimistic_write" } });
    if (!check || check.endedAt !== null || check.attempt !== attempt) return; // another worker has it
    const isMoot = !("code" in compared) && (await busyRun(db, check.listId, readingAt)) !== null;
    const outcome = isMoot ? FAILURES.listBusy : compared;
    await announce(db, "drift-check", id);
    if (!("code" in outcome)) return await end(db, check, { ...outcome, state: "SUCCEEDED" });
    const failure = { failureCode: outcome.code, failureMessage: outcome.message };
    if (outcome.isFinal || attempt >= patience.maxAttempts)
      return await end(db, check, { ...failure, state: "FAILED" });
    const nextTryAt = new Date(Date.now() + pauseAfter(patience, attempt));
    await db.update(DriftCheckEntity, { id }, { ...failure, nextTryAt });
    await tasks.enqueue(CheckDriftTask, { checkId: id }, db, { startAfter: nextTryAt });
  });
}

async function end(
  db: EntityManager,
  check: DriftCheckEntity,
  changes: Partial<DriftCheckEntity>,
): Promise<void> {
  const now = new Date();
  const noFailure = changes.state === "SUCCEEDED" ? { failureCode: null, failureMessage: null } : {};
  const { recordedCount = null, claimedCount = null, foreignCount = null } = changes;
  const memberCount =
    recordedCount === null ? null : recordedCount + (claimedCount ?? 0) + (foreignCount ?? 0);
  const ended = { ...noFailure, ...changes, memberCount, endedAt: now, stateSince: now, nextTryAt: null };
  await db.update(DriftCheckEntity, { id: check.id }, ended);
}

/**
 * Once a check has ended: whoever was read is not needed any more; of an export's checks the last that succeeded keeps its
 * differences.
 */
export async function dropRows(dataSource: DataSource, checkId: string): Promise<void> {
  const check = await dataSource.manager.findOneBy(DriftCheckEntity, { id: checkId });
  if (!check || check.endedAt === null) return;
  await crashable("drop-members", () =>
    dataSource.query("delete from drift_member where check_id = $1", [checkId]),
  );
  await crashable("drop-differences", () =>
    dataSource.query(
      `delete from drift_difference where check_id in (
       select id from drift_check
       where export_id = $1 and ended_at is not null and id is distinct from (
         select id from drift_check where export_id = $1 and state = 'SUCCEEDED' order by queued_at desc, id desc limit 1))`,
      [check.exportId],
    ),
  );
}
