/**
 * Step three: every job that SendGrid has queued is followed until it has ended. What it has lost is sent again.
 *
 * Reads  : `run_job`, SendGrid.
 * Writes : what was delivered and what was refused.
 * Used by: `ExportRunner`.
 */
import { readRefused, type SettledJob, settleJobs } from "@keruen/core";
import type { DataSource } from "typeorm";
import { commit } from "../../../platform/crash-points/crash-points.ts";
import { describeFailure, FAILURES, type RunFailure } from "../describe-failure.ts";
import { lockRun, moveRun } from "../move-run.ts";
import type { RunContext } from "../run-context.ts";
import { type PendingJob, recordSettledJob } from "./record-settled-job.ts";
import { sendAgain } from "./send-again.ts";
import { stageRefusals } from "./stage-refusals.ts";

/**
 * One job that cannot be settled does not hold up the others.
 *
 * @param uploadFailure - why not everybody was uploaded, kept with the run until it ends.
 * @returns null when every job has ended.
 * @throws when the process stops: the run is left where it is.
 */
export async function settleRun(
  context: RunContext,
  uploadFailure: RunFailure | null,
): Promise<RunFailure | null> {
  const { dataSource, runId, stopped } = context;
  await commit(dataSource, "begin-settling", async (db) => {
    const run = await lockRun(db, runId);
    if (run.state === "UPLOADING") await moveRun(db, run, "SETTLING", { failsWith: uploadFailure });
  });
  const failures: RunFailure[] = [];
  const followed = new Set<string>();
  for (;;) {
    const pending = await pendingJobs(dataSource, runId);
    const jobs = pending.filter(({ jobId }) => !followed.has(jobId));
    if (jobs.length === 0) return failures[0] ?? null;
    const lost: PendingJob[] = [];
    for await (const { job, settled } of settleJobs(jobs.map(asOpen(context)), patienceOf(context))) {
      stopped.throwIfAborted();
      followed.add(job.jobId);
      const failure = settled.ok
        ? await recordOne(context, job, settled.value)
        : describeFailure(settled.failure);
      if (failure === FAILURES.jobUnknown) lost.push(job);
      else if (failure !== null) failures.push(failure);
    }
    for (const [batch, ofBatch] of Map.groupBy(lost, (job) => job.batch)) {
      const lostJobIds = ofBatch.map(({ jobId }) => jobId);
      const failure = await sendAgain(context, batch, lostJobIds);
      if (failure !== null) failures.push(failure);
      if (failure?.isFinal === false) break; // SendGrid is away: the next attempt goes on here
    }
  }
}

/** One that was accepted long ago is not about to turn up. */
const asOpen =
  ({ clock, patience }: RunContext) =>
  (job: PendingJob) => ({
    ...job,
    believeUnknownAfterMs: Math.max(0, patience.unknownMs - (clock.now() - job.acceptedAt.getTime())),
  });

const patienceOf = ({ client, clock, random, stopped, patience }: RunContext) => ({
  ...{ client, clock, random, signal: stopped, giveUpAfterMs: patience.settleMs },
});

async function recordOne(
  context: RunContext,
  job: PendingJob,
  settled: SettledJob,
): Promise<RunFailure | null> {
  const { dataSource, runId } = context;
  const read = await readRefused(
    job.jobId,
    settled,
    (page) => stageRefusals(dataSource, runId, job, page),
    patienceOf(context),
  );
  if (!read.ok) return describeFailure(read.failure);
  const recorded = await recordSettledJob(dataSource, runId, job, settled);
  return recorded.ok ? null : FAILURES.refusalsUnnamed;
}

const pendingJobs = (dataSource: DataSource, runId: string): Promise<readonly PendingJob[]> =>
  dataSource.query(
    `select job_id as "jobId", batch, contact_count as "contactCount", accepted_at as "acceptedAt"
     from run_job where run_id = $1 and settled_at is null order by batch, job_id`,
    [runId],
  );
