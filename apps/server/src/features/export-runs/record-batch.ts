/**
 * Storing one batch: its outcomes, its jobs, the counts and the cursor commit together, then it is told.
 *
 * Reads  : what became of each row of the batch; files that were not taken, for whom they hold.
 * Writes : `run_batch`, `run_member`, `run_job`, `run_exception`, `run_reason`, `export_run`.
 * Used by: `ExportRunner`.
 */
import { type Batch, isReady, isSuppressed, isUnchanged, type UploadOutcome } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { arrayText } from "../../platform/database/array-text.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
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
    await advance(db, runId, number, Number(batch.lastProfileId), {
      processed: batch.rowCount,
      accepted: acceptedCount,
      rejected: rejected.length,
      duplicate: duplicates.length,
      suppressed: suppressed.length,
      unchanged: unchanged.length,
      notSent,
    });
    await db.query(
      `insert into run_batch (run_id, number, first_profile_id, last_profile_id, accepted_count, rejected_count, duplicate_count, suppressed_count, unchanged_count)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        runId,
        number,
        batch.firstProfileId,
        batch.lastProfileId,
        acceptedCount,
        rejected.length,
        duplicates.length,
        suppressed.length,
        unchanged.length,
      ],
    );
    await db.query(
      "update run_member set is_unchanged = true where run_id = $1 and profile_id = any($2::bigint[])",
      [runId, arrayText(unchanged.map(({ profileId }) => profileId))],
    );
    await storeJobs(db, runId, number, jobs);
    await storeExceptions(db, runId, number, exceptions);
    await storeUnsentFiles(db, runId, number, unsentFiles);
    await announce(db, "run", runId);
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

async function advance(
  db: EntityManager,
  runId: string,
  number: number,
  cursor: number,
  counts: Counts,
): Promise<void> {
  const [, moved] = await db.query(
    `update export_run set
       cursor = $3, last_batch = $2,
       processed_count = processed_count + $4, accepted_count = accepted_count + $5,
       rejected_count = rejected_count + $6, duplicate_count = duplicate_count + $7, not_sent_count = not_sent_count + $8,
       suppressed_count = suppressed_count + $9, unchanged_count = unchanged_count + $10,
       attempt = 1, failure_code = null, failure_message = null
     where id = $1 and last_batch = $2 - 1 and state = 'UPLOADING'`,
    [
      runId,
      number,
      cursor,
      counts.processed,
      counts.accepted,
      counts.rejected,
      counts.duplicate,
      counts.notSent,
      counts.suppressed,
      counts.unchanged,
    ],
  );
  if (moved !== 1) throw new Error(`Run ${runId} is not at batch ${number - 1} any more.`);
}
