/**
 * How an attempt ended, stored: the run is done, has failed for good, or will be tried again at a known time.
 *
 * Reads  : the run.
 * Writes : the run, and the task of the next attempt, in one transaction.
 * Used by: `ExportRunner`.
 */
import type { DataSource, EntityManager } from "typeorm";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import type { RunFailure } from "./describe-failure.ts";
import { ExportRunEntity } from "./export-run.entity.ts";
import { failRun, lockRun, moveRun } from "./move-run.ts";
import type { RunPatience } from "./run-context.ts";
import { RunExport } from "./run-export.task.ts";

export async function concludeAttempt(
  dataSource: DataSource,
  tasks: TaskQueue,
  patience: RunPatience,
  runId: string,
  failure: RunFailure | null,
): Promise<void> {
  await dataSource.transaction(async (db) => {
    const run = await lockRun(db, runId);
    if (failure === null) await finish(db, run);
    else if (failure.isFinal) await failRun(db, run, failure);
    else if (run.attempt >= patience.maxAttempts) await failRun(db, run, givenUp(failure, run.attempt));
    else await tryAgain(db, tasks, patience, run, failure);
  });
}

/** A run that was canceled after its last batch has done all it was asked to. */
const finish = (db: EntityManager, run: ExportRunEntity) =>
  moveRun(db, run, isCutShort(run) ? "CANCELED" : "SUCCEEDED");

const isCutShort = ({ cancelRequestedAt, selectedCount, processedCount, notSentCount }: ExportRunEntity) =>
  cancelRequestedAt !== null &&
  (selectedCount === null || processedCount < selectedCount || notSentCount > 0);

const givenUp = (failure: RunFailure, attempts: number): RunFailure => ({
  ...failure,
  message: `${failure.message} We gave up after ${attempts} attempts. Run it again when SendGrid is back.`,
});

async function tryAgain(
  db: EntityManager,
  tasks: TaskQueue,
  { pauseMs }: RunPatience,
  run: ExportRunEntity,
  { code, message }: RunFailure,
): Promise<void> {
  const pause = Math.min(pauseMs.longest, pauseMs.first * 2 ** Math.max(0, run.attempt - 1));
  const nextTryAt = new Date(Date.now() + pause);
  await db.update(
    ExportRunEntity,
    { id: run.id },
    { nextTryAt, failureCode: code, failureMessage: `${message} We try again by ourselves.` },
  );
  await tasks.enqueue(RunExport, { runId: run.id, listId: run.listId }, db, nextTryAt);
  await announce(db, "run", run.id);
}
