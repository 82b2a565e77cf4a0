/**
 * Storing that a batch is sent again: part after part the new jobs, and exceptions of whoever was not sent this time; at
 * last, that the jobs they replace are lost.
 *
 * Reads  : the batch's jobs.
 * Writes : `run_job`, `run_batch`, `run_exception`, `run_reason`, `export_run`.
 * Used by: `sendAgain`.
 */
import type { DataSource } from "typeorm";
import { commit } from "../../../platform/crash-points/crash-points.ts";
import { announce } from "../../../platform/pubsub/postgres-pub-sub.ts";
import { lockRun } from "../move-run.ts";
import { type RunException, storeExceptions } from "../upload/store-exceptions.ts";
import { type NewJob, storeJobs } from "../upload/store-jobs.ts";
import { countDelivered } from "./count-delivered.ts";

export type SentPart = {
  readonly batch: number;
  readonly lostJobIds: readonly string[];
  readonly jobs: readonly NewJob[];
  /** Of members that had been accepted before, and had none. The first of the lost jobs answers for them. */
  readonly exceptions: readonly RunException[];
};

/** @throws {Error} where the lost job is not pending any more: another worker was faster. */
export async function recordSentPart(
  dataSource: DataSource,
  runId: string,
  { batch, lostJobIds, jobs, exceptions }: SentPart,
): Promise<void> {
  const count = (kind: RunException["kind"]) => exceptions.filter((each) => each.kind === kind).length;
  await commit(dataSource, "record-sent-part", async (db) => {
    await lockRun(db, runId);
    const [, pending] = await db.query(
      `update run_job set refused_count = coalesce(refused_count, 0) + $3
       where run_id = $1 and job_id = $2 and settled_at is null`,
      [runId, lostJobIds[0], exceptions.length],
    );
    if (pending !== 1) throw new Error(`Run ${runId} has sent batch ${batch} again already.`);
    await storeJobs(db, runId, batch, jobs);
    await storeExceptions(db, runId, batch, exceptions);
    await db.query(
      `update export_run set
         rejected_count = rejected_count + $2, duplicate_count = duplicate_count + $3,
         suppressed_count = suppressed_count + $4
       where id = $1`,
      [runId, count("REJECTED"), count("DUPLICATE"), count("SUPPRESSED")],
    );
    await announce(db, "run", runId);
  });
}

/** The whole batch is sent again. @throws {Error} where a job is not pending any more. */
export async function recordLost(
  dataSource: DataSource,
  runId: string,
  { batch, lostJobIds }: Pick<SentPart, "batch" | "lostJobIds">,
): Promise<void> {
  await commit(dataSource, "record-lost", async (db) => {
    await lockRun(db, runId);
    const [, lost] = await db.query(
      `update run_job set settled_at = now(), lost_at = now(), refused_count = coalesce(refused_count, 0)
       where run_id = $1 and job_id = any($2::text[]) and settled_at is null`,
      [runId, lostJobIds],
    );
    if (lost !== lostJobIds.length) throw new Error(`Run ${runId} has sent batch ${batch} again already.`);
    await db.query("update run_batch set resent_count = resent_count + 1 where run_id = $1 and number = $2", [
      runId,
      batch,
    ]);
    await db.query("update export_run set delivered_count = delivered_count + $2 where id = $1", [
      runId,
      await countDelivered(db, runId, batch),
    ]);
    await announce(db, "run", runId);
  });
}
