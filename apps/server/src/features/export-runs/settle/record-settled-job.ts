/**
 * Storing what SendGrid decided about one job: the refused are rejected; when the batch has no other job, the rest of it
 * is delivered.
 *
 * Reads  : a settled job, `run_refusal`.
 * Writes : `run_job`, `run_exception`, `run_reason`, `export_run`.
 * Used by: `settleRun`.
 */
import { fail, ok, type Result, type SettledJob } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import { commit } from "../../../platform/crash-points/crash-points.ts";
import { announce } from "../../../platform/pubsub/postgres-pub-sub.ts";
import { FAILURES } from "../describe-failure.ts";
import { lockRun } from "../move-run.ts";
import { addReasons, type ReasonCount } from "../upload/store-exceptions.ts";
import { countDelivered } from "./count-delivered.ts";

export type PendingJob = {
  readonly jobId: string;
  readonly batch: number;
  readonly contactCount: number;
  readonly acceptedAt: Date;
};

/**
 * Counts once, however often it is stored. Fails, storing nothing, where SendGrid refused more than it names.
 *
 * A run whose account was full is to end as failed: whoever found no room was not delivered, and would not be the next
 * time.
 */
export async function recordSettledJob(
  dataSource: DataSource,
  runId: string,
  { jobId, batch, contactCount }: PendingJob,
  job: SettledJob,
): Promise<Result<void, { readonly code: "refusals-unnamed" }>> {
  return await commit(dataSource, "settle-job", async (db) => {
    const run = await lockRun(db, runId);
    const isPending: boolean = await db
      .query("select from run_job where run_id = $1 and job_id = $2 and settled_at is null", [runId, jobId])
      .then((rows) => rows.length > 0);
    if (!isPending) return ok(undefined);
    if (refusedAtLeast(job, contactCount) > (await countNamed(db, runId, jobId)))
      return fail({ code: "refusals-unnamed" });

    const reasons = await rejectRefused(db, runId, jobId, batch);
    const rejected = reasons.reduce((sum, { count }) => sum + count, 0);
    await addReasons(db, runId, reasons);
    await db.query(
      `update run_job set settled_at = now(), refused_count = coalesce(refused_count, 0) + $3
       where run_id = $1 and job_id = $2`,
      [runId, jobId, rejected],
    );
    const isFull = reasons.some(({ code }) => code === "contact-limit");
    await db.query(
      `update export_run set rejected_count = rejected_count + $2, delivered_count = delivered_count + $3, fails_with = $4
       where id = $1`,
      [
        runId,
        rejected,
        await countDelivered(db, runId, batch),
        run.failsWith ?? (isFull ? FAILURES.contactLimit : null),
      ],
    );
    await announce(db, "run", runId);
    return ok(undefined);
  });
}

/** SendGrid's count is not always there; its status tells that there was somebody. */
function refusedAtLeast({ status, erroredCount }: SettledJob, contactCount: number): number {
  if (status === "failed") return Math.max(contactCount, erroredCount ?? 0);
  return erroredCount ?? (status === "errored" ? 1 : 0);
}

async function countNamed(db: EntityManager, runId: string, jobId: string): Promise<number> {
  const [{ count }] = await db.query("select count(*) from run_refusal where run_id = $1 and job_id = $2", [
    runId,
    jobId,
  ]);
  return count;
}

/** Who has an outcome of their own already, be it from another job of the batch, keeps it. */
const rejectRefused = (
  db: EntityManager,
  runId: string,
  jobId: string,
  batch: number,
): Promise<readonly ReasonCount[]> =>
  db.query(
    `with refused as (
       delete from run_refusal where run_id = $1 and job_id = $2 returning profile_id, code, message
     ), rejected as (
       insert into run_exception (run_id, batch, profile_id, kind, code, message)
       select $1, $3, profile_id, 'REJECTED', code, message from refused
       on conflict do nothing
       returning code
     )
     select 'REJECTED' as kind, code, '' as about, count(*) from rejected group by code`,
    [runId, jobId, batch],
  );
