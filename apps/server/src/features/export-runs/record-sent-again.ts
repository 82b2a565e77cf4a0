/**
 * Storing that a batch was sent again: the new jobs take the place of the lost ones, and whoever was not sent this time
 * has an exception.
 *
 * Reads  : the batch's jobs.
 * Writes : `run_job`, `run_batch`, `run_exception`, `run_reason`, `export_run`.
 * Used by: `sendAgain`.
 */
import type { DataSource } from "typeorm";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import { countDelivered } from "./count-delivered.ts";
import { lockRun } from "./move-run.ts";
import { type RunException, storeExceptions } from "./store-exceptions.ts";
import { type NewJob, storeJobs } from "./store-jobs.ts";

export type SentAgain = {
  readonly batch: number;
  readonly lostJobIds: readonly string[];
  readonly jobs: readonly NewJob[];
  /** Of members that had been accepted before, and had none. */
  readonly exceptions: readonly RunException[];
};

/** @throws {Error} where a job is not pending any more: another worker was faster. */
export async function recordSentAgain(
  dataSource: DataSource,
  runId: string,
  { batch, lostJobIds, jobs, exceptions }: SentAgain,
): Promise<void> {
  const count = (kind: RunException["kind"]) => exceptions.filter((each) => each.kind === kind).length;
  await dataSource.transaction(async (db) => {
    await lockRun(db, runId);
    const [, lost] = await db.query(
      `update run_job
       set settled_at = now(), lost_at = now(), refused_count = case job_id when $3 then $4::integer else 0 end
       where run_id = $1 and job_id = any($2::text[]) and settled_at is null`,
      [runId, lostJobIds, lostJobIds[0], exceptions.length],
    );
    if (lost !== lostJobIds.length) throw new Error(`Run ${runId} has sent batch ${batch} again already.`);
    await storeJobs(db, runId, batch, jobs);
    await storeExceptions(db, runId, batch, exceptions);
    await db.query("update run_batch set resent_count = resent_count + 1 where run_id = $1 and number = $2", [
      runId,
      batch,
    ]);
    await db.query(
      `update export_run set
         rejected_count = rejected_count + $2, duplicate_count = duplicate_count + $3,
         suppressed_count = suppressed_count + $4, delivered_count = delivered_count + $5
       where id = $1`,
      [
        runId,
        count("REJECTED"),
        count("DUPLICATE"),
        count("SUPPRESSED"),
        await countDelivered(db, runId, batch),
      ],
    );
    await announce(db, "run", runId);
  });
}
