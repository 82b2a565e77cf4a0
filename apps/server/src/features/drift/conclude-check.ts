/**
 * How an attempt of a check ended, stored: it has its counts, has failed for good, or is tried again at a known time.
 *
 * Reads  : runs that wrote to the list meanwhile.
 * Writes : the check, and the task of the next attempt, in one transaction. Rows that serve nobody any more go.
 * Used by: `CheckDrift`.
 */
import type { DataSource, EntityManager } from "typeorm";
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
  const ended = await dataSource.transaction(async (db) => {
    const check = await db.findOne(DriftCheckEntity, { where: { id }, lock: { mode: "pessimistic_write" } });
    if (!check || check.endedAt !== null || check.attempt !== attempt) return null; // another worker has it
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
    return null;
  });
  if (ended) await dropRows(dataSource, ended);
}

async function end(
  db: EntityManager,
  check: DriftCheckEntity,
  changes: Partial<DriftCheckEntity>,
): Promise<DriftCheckEntity> {
  const now = new Date();
  const noFailure = changes.state === "SUCCEEDED" ? { failureCode: null, failureMessage: null } : {};
  const { recordedCount = null, claimedCount = null, foreignCount = null } = changes;
  const memberCount =
    recordedCount === null ? null : recordedCount + (claimedCount ?? 0) + (foreignCount ?? 0);
  const ended = { ...noFailure, ...changes, memberCount, endedAt: now, stateSince: now, nextTryAt: null };
  await db.update(DriftCheckEntity, { id: check.id }, ended);
  return { ...check, ...ended };
}

/** Whoever was read is not needed once compared; of an export's checks the last that succeeded keeps its differences. */
async function dropRows(dataSource: DataSource, { id, exportId, state }: DriftCheckEntity): Promise<void> {
  await dataSource.query("delete from drift_member where check_id = $1", [id]);
  const outdated = state === "SUCCEEDED" ? "<> $1" : "= $1";
  await dataSource.query(
    `delete from drift_difference
     where check_id in (select id from drift_check where export_id = $2 and ended_at is not null and id ${outdated})`,
    [id, exportId],
  );
}
