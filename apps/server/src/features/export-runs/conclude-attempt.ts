/**
 * How an attempt ended, stored: the run is done, has failed for good, or will be tried again at a known time.
 *
 * Reads  : the run.
 * Writes : the run, and the task of the next attempt, in one transaction.
 * Used by: `ExportRunner`.
 */
import { isEnded } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { doubtDeliveries } from "../deliveries/doubt-deliveries.ts";
import { FAILURES, type RunFailure } from "./describe-failure.ts";
import { ExportRunEntity } from "./export-run.entity.ts";
import { failRun, lockRun, moveRun } from "./move-run.ts";
import { OWN_FAULT } from "./own-fault.ts";
import { pauseAfter, type RunPatience } from "./run-context.ts";
import { enqueueRun } from "./start/enqueue-run.ts";
import { isInDoubt, withDoubt } from "./upload/handing-over.ts";

export async function concludeAttempt(
  dataSource: DataSource,
  tasks: TaskQueue,
  patience: RunPatience,
  runId: string,
  failure: RunFailure | null,
): Promise<void> {
  await commit(dataSource, "conclude-attempt", async (db) => {
    const run = await lockRun(db, runId);
    if (isEnded(run.state)) return; // another worker was faster
    if (failure === null) await finish(db, run);
    else if (failure.isFinal) await failRun(db, run, run.failsWith ?? told(run, failure));
    else if (run.attempt < patience.maxAttempts) await tryAgain(db, tasks, patience, run, failure);
    else await giveUp(db, tasks, run, told(run, givenUp(failure, run.attempt)));
  });
}

const told = (run: ExportRunEntity, failure: RunFailure): RunFailure =>
  run.state === "UPLOADING" && isInDoubt(run) ? withDoubt(failure) : failure;

/** A run that was canceled after its last batch has done all it was asked to. */
async function finish(db: EntityManager, run: ExportRunEntity): Promise<void> {
  const nothingLeft = { failureCode: null, failureMessage: null };
  if (run.failsWith) await failRun(db, run, run.failsWith);
  else if (!isCutShort(run)) await moveRun(db, run, "SUCCEEDED", nothingLeft);
  else if (run.cancelRequestedAt !== null) await moveRun(db, run, "CANCELED", nothingLeft);
  else await failRun(db, run, FAILURES.uploadIncomplete);
}

const isCutShort = (run: ExportRunEntity) =>
  run.selectedCount === null ||
  run.processedCount < run.selectedCount ||
  run.notSentCount > 0 ||
  (run.syncMode === "MIRROR" && run.mirroredAt === null);

/** What SendGrid has accepted is settled before the run ends. */
async function giveUp(
  db: EntityManager,
  tasks: TaskQueue,
  run: ExportRunEntity,
  failure: RunFailure,
): Promise<void> {
  if (run.state !== "UPLOADING" || run.acceptedCount === 0) {
    await doubtDeliveries(db, run.id);
    await failRun(db, run, run.failsWith ?? failure);
    return;
  }
  await moveRun(db, run, "SETTLING", { failsWith: failure, attempt: 0 });
  await enqueueRun(tasks, db, run);
}

const givenUp = (failure: RunFailure, attempts: number): RunFailure => ({
  ...failure,
  message: `${failure.message} We gave up after ${attempts} attempts. ${whenToRunAgain(failure)}`,
});

const whenToRunAgain = ({ code }: RunFailure): string =>
  code === OWN_FAULT.code
    ? "Ask the operator to put it right, then run it again."
    : "Run it again when SendGrid is back.";

async function tryAgain(
  db: EntityManager,
  tasks: TaskQueue,
  patience: RunPatience,
  run: ExportRunEntity,
  { code, message }: RunFailure,
): Promise<void> {
  const nextTryAt = new Date(Date.now() + pauseAfter(patience, run.attempt));
  await db.update(
    ExportRunEntity,
    { id: run.id },
    { nextTryAt, failureCode: code, failureMessage: `${message} We try again by ourselves.` },
  );
  await enqueueRun(tasks, db, run, nextTryAt);
  await announce(db, "run", run.id);
}
