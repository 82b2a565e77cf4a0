/**
 * Storing what SendGrid decided about one job: the refused are tied to their profiles, the rest are delivered.
 *
 * Reads  : a settled job, `run_address`.
 * Writes : `run_job`, `run_exception`, `run_reason`, `export_run`.
 * Used by: `ExportRunner`.
 */
import { fail, normaliseEmail, ok, type RefusedContact, type Result, type SettledJob } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import { addressHash } from "./claim-addresses.ts";
import { type RunException, storeExceptions } from "./store-exceptions.ts";

export type PendingJob = { readonly jobId: string; readonly batch: number; readonly contactCount: number };

/** Counts once, however often it is stored. Fails, storing nothing, where SendGrid refused more than it names. */
export async function recordSettledJob(
  dataSource: DataSource,
  runId: string,
  { jobId, batch, contactCount }: PendingJob,
  settled: SettledJob,
): Promise<Result<void, { readonly code: "refusals-unnamed" }>> {
  return await dataSource.transaction(async (db) => {
    const refused = await refusedProfiles(db, runId, settled.refused);
    const refusedCount = Math.max(settled.erroredCount ?? 0, settled.status === "failed" ? contactCount : 0);
    if (refusedCount > refused.length) return fail({ code: "refusals-unnamed" });

    const [, isFirst] = await db.query(
      `update run_job set settled_at = now(), refused_count = $3 where run_id = $1 and job_id = $2 and settled_at is null`,
      [runId, jobId, refused.length],
    );
    if (isFirst !== 1) return ok(undefined);
    await storeExceptions(db, runId, batch, refused);
    await db.query(
      `update export_run set delivered_count = delivered_count + $2, rejected_count = rejected_count + $3 where id = $1`,
      [runId, contactCount - refused.length, refused.length],
    );
    await announce(db, "run", runId);
    return ok(undefined);
  });
}

/** Each profile once, though a file may name it twice. */
async function refusedProfiles(
  db: EntityManager,
  runId: string,
  refused: readonly RefusedContact[],
): Promise<readonly RunException[]> {
  const messages = new Map<string, string>();
  for (const { email, message } of refused) {
    const address = normaliseEmail(email);
    if (address.ok) messages.set(addressHash(address.value), message);
  }
  if (messages.size === 0) return [];
  const rows: readonly { hash: string; profileId: string }[] = await db.query(
    `select replace(address_hash::text, '-', '') as hash, profile_id::text as "profileId"
     from run_address where run_id = $1 and address_hash = any($2::uuid[]) and profile_id is not null`,
    [runId, [...messages.keys()]],
  );
  return rows.map(({ hash, profileId }) => ({
    profileId,
    kind: "REJECTED",
    rejection: { code: "refused-by-sendgrid", field: null, message: messages.get(hash) ?? "" },
  }));
}
