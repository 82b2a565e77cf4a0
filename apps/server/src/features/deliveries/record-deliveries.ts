/**
 * Whom a run has put on its list, kept with the export: what mirroring removes from, and nobody else.
 *
 * Reads  : `run_address`, `run_exception`, `run_batch`, `run_job`.
 * Writes : `delivery`.
 * Used by: `ExportRunner`, when nothing more is sent, whatever became of the run. May be repeated, or broken off.
 */
import type { DataSource, EntityManager } from "typeorm";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { lockRun } from "../export-runs/move-run.ts";
import { doubtDeliveries } from "./doubt-deliveries.ts";
import { hashRanges } from "./hash-ranges.ts";

/** @throws when the process stops: what is recorded stays, and the next attempt records the rest. */
export async function recordDeliveries(
  dataSource: DataSource,
  runId: string,
  stopped: AbortSignal,
): Promise<void> {
  const run = await dataSource.getRepository(ExportRunEntity).findOneByOrFail({ id: runId });
  if (!(await hasLookedAtAnybody(dataSource, runId))) return;
  // a run's rows are new: taken for a handful, its exceptions would all be read for each address
  if ((run.selectedCount ?? 0) > MANY) await dataSource.query("analyze run_address, run_exception");
  for (const { from, to } of hashRanges(run.selectedCount ?? 0)) {
    stopped.throwIfAborted();
    await unlessEnded(dataSource, runId, (db) => db.query(RECORD, [runId, from, to]));
  }
  if (run.undoOf !== null) await unlessEnded(dataSource, runId, (db) => db.query(ADDED_AS_BEFORE, [runId]));
  const isComplete = run.processedCount === run.selectedCount && run.notSentCount === 0;
  if (!isComplete) await unlessEnded(dataSource, runId, (db) => doubtDeliveries(db, runId));
  if (run.acceptedCount > MANY) await dataSource.query("analyze delivery");
}

/** Where the run has ended, another worker was faster, and later runs may have begun. */
const unlessEnded = (dataSource: DataSource, runId: string, work: (db: EntityManager) => Promise<unknown>) =>
  commit(dataSource, "record-deliveries", async (db) => {
    const { endedAt } = await lockRun(db, runId);
    if (endedAt === null) await work(db);
  });

/** So many rows, and PostgreSQL has no statistics of the new ones. */
const MANY = 10_000;

async function hasLookedAtAnybody(dataSource: DataSource, runId: string): Promise<boolean> {
  const [{ any }] = await dataSource.query(
    "select exists (select from run_address where run_id = $1) as any",
    [runId],
  );
  return any;
}

/**
 * Accepted is whoever has taken an address, lies within the stored batches and is no exception. What SendGrid has
 * applied is known of settled batches alone. Whom it refused this time keeps the record of before, if there is one. Which
 * run has added somebody stays with the record.
 */
const RECORD = `
  with run as materialized (
    select id, export_id, list_id, cursor, matching_hash from export_run where id = $1 and export_id is not null and not is_dry_run
  ), unsettled as materialized (
    select distinct batch.first_profile_id, batch.last_profile_id
    from run_job job
    join run_batch batch on batch.run_id = job.run_id and batch.number = job.batch
    where job.run_id = $1 and job.settled_at is null
  )
  insert into delivery (list_id, address_hash, export_id, profile_id, payload_hash, profile_hash, matching_hash, run_id, added_run_id)
  select run.list_id, address.address_hash, run.export_id, address.profile_id,
    case when not exists (
      select from unsettled where address.profile_id between first_profile_id and last_profile_id
    ) then address.payload_hash end,
    address.profile_hash, run.matching_hash, run.id, run.id
  from run_address address
  cross join run
  where address.run_id = $1 and address.address_hash between $2 and $3 and address.profile_id <= run.cursor
    and not exists (
      select from run_exception exception
      where exception.run_id = $1 and exception.profile_id = address.profile_id
    )
  order by address.address_hash
  on conflict (list_id, address_hash, export_id) do update
    set profile_id = excluded.profile_id, payload_hash = excluded.payload_hash, profile_hash = excluded.profile_hash,
      matching_hash = excluded.matching_hash, run_id = excluded.run_id, removing_run_id = null
    where (delivery.profile_id, delivery.payload_hash, delivery.profile_hash, delivery.matching_hash, delivery.run_id)
      is distinct from (excluded.profile_id, excluded.payload_hash, excluded.profile_hash, excluded.matching_hash, excluded.run_id)`;

/** Whom an undo puts back was added by the run that had added them, so that one can be undone as well. */
const ADDED_AS_BEFORE = `
  update delivery set added_run_id = removal.added_run_id
  from export_run run
  join run_removal removal on removal.run_id = run.undo_of and removal.added_run_id is not null
  join run_address address on address.run_id = run.id and address.profile_id = removal.profile_id
  where run.id = $1 and delivery.list_id = run.list_id and delivery.export_id = run.export_id
    and delivery.address_hash = address.address_hash and delivery.added_run_id = run.id`;
