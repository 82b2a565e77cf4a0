/**
 * Storing one batch: its outcomes, its jobs, the counts and the cursor commit together, then it is told.
 *
 * Reads  : what became of each row of the batch; files that were not taken, for whom they hold.
 * Writes : `run_batch`, `run_member`, `run_job`, `run_exception`, `run_reason`, `export_run`.
 * Used by: `ExportRunner`.
 */
import { type Batch, isReady, isSuppressed, isUnchanged, type UploadOutcome } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import { commit } from "../../../platform/crash-points/crash-points.ts";
import { arrayText } from "../../../platform/database/array-text.ts";
import { announcement } from "../../../platform/pubsub/postgres-pub-sub.ts";
import { exceptionsOf } from "./exceptions-of.ts";
import { type RunException, storeExceptions } from "./store-exceptions.ts";
import { jobsOf, storeJobs } from "./store-jobs.ts";
import { storeUnsentFiles } from "./store-unsent-files.ts";

/**
 * @param number - the batch's place in the run, from 1. It counts once, however often it is stored.
 * @param isDryRun - nobody was to be sent: who was not is left for `planRun` to tell.
 * @throws {Error} where the run is not at the batch before: another worker has taken it over.
 */
export async function recordBatch(
  dataSource: DataSource,
  runId: string,
  number: number,
  batch: Batch,
  outcome: UploadOutcome,
  isDryRun = false,
): Promise<void> {
  const { accepted, acceptedFiles, rejected } = outcome;
  const duplicates = batch.rows.filter((row) => "duplicateOf" in row);
  const suppressed = batch.rows.filter(isSuppressed);
  const unchanged = batch.rows.filter(isUnchanged);
  const jobs = jobsOf(outcome);
  const acceptedCount = jobs.reduce((sum, { contacts }) => sum + contacts, 0);
  const setAside = duplicates.length + suppressed.length + unchanged.length;
  const notSent = isDryRun ? 0 : batch.rowCount - setAside - acceptedCount - rejected.length;
  const unsentFiles = isDryRun
    ? []
    : batch.files.filter((file) => !acceptedFiles.some((taken) => taken.file === file));
  const exceptions: RunException[] = [
    ...exceptionsOf(batch.rows, rejected),
    ...(notSent > 0 ? notSentExceptions(batch, accepted, rejected) : []),
  ];
  await commit(dataSource, "record-batch", async (db) => {
    await advance(db, runId, number, batch, {
      processed: batch.rowCount,
      accepted: acceptedCount,
      rejected: rejected.length,
      duplicate: duplicates.length,
      suppressed: suppressed.length,
      unchanged: unchanged.length,
      notSent,
    });
    if (unchanged.length > 0)
      await db.query(
        "update run_member set is_unchanged = true where run_id = $1 and profile_id = any($2::bigint[])",
        [runId, arrayText(unchanged.map(({ profileId }) => profileId))],
      );
    await storeJobs(db, runId, number, jobs);
    await storeExceptions(db, runId, number, exceptions);
    await storeUnsentFiles(db, runId, number, unsentFiles);
  });
}

/** Where the upload had to end in mid-batch: those that SendGrid neither took nor refused. */
function notSentExceptions(
  batch: Batch,
  accepted: UploadOutcome["accepted"],
  rejected: UploadOutcome["rejected"],
): RunException[] {
  const known = new Set([...accepted.flatMap((part) => part.rows), ...rejected].map((row) => row.profileId));
  return batch.rows
    .filter((row) => isReady(row) && !known.has(row.profileId))
    .map(({ profileId }) => ({ profileId, kind: "NOT_SENT" }));
}

type Counts = Readonly<
  Record<"processed" | "accepted" | "unchanged" | "rejected" | "duplicate" | "suppressed" | "notSent", number>
>;

/** In one statement: each is a time to wait, and the next batch waits too. */
async function advance(
  db: EntityManager,
  runId: string,
  number: number,
  { firstProfileId, lastProfileId }: Batch,
  counts: Counts,
): Promise<void> {
  const moved: readonly unknown[] = await db.query(
    `with moved as (
       update export_run set
         cursor = $4, last_batch = $2,
         processed_count = processed_count + $5, accepted_count = accepted_count + $6,
         rejected_count = rejected_count + $7, duplicate_count = duplicate_count + $8, not_sent_count = not_sent_count + $9,
         suppressed_count = suppressed_count + $10, unchanged_count = unchanged_count + $11,
         attempt = 1, failure_code = null, failure_message = null
       where id = $1 and last_batch = $2::integer - 1 and state = 'UPLOADING'
       returning id
     ), stored as (
       insert into run_batch (run_id, number, first_profile_id, last_profile_id, accepted_count, rejected_count, duplicate_count, suppressed_count, unchanged_count)
       select id, $2, $3, $4, $6, $7, $8, $10, $11 from moved
     )
     select pg_notify($12, $13) from moved`,
    [
      ...[runId, number, firstProfileId, lastProfileId],
      ...[counts.processed, counts.accepted, counts.rejected, counts.duplicate, counts.notSent],
      ...[counts.suppressed, counts.unchanged],
      ...announcement("run", runId),
    ],
  );
  if (moved.length !== 1) throw new Error(`Run ${runId} is not at batch ${number - 1} any more.`);
}
