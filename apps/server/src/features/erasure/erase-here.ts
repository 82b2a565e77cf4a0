/**
 * A person leaves this database: profile, memberships, addresses, deliveries, and what outcomes quote of them.
 *
 * Outcomes of runs stay, with the number of a profile that is nobody's any more, so that every count of an earlier run
 * stays true. Each part is a transaction of its own and counts what it took: repeated, it takes what has come since.
 *
 * Reads  : everything that holds a person, by key.
 * Writes : the same; what the erasure has counted.
 * Used by: `CarryErasure`, before SendGrid is asked and after.
 */
import type { DataSource, EntityManager } from "typeorm";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import { addressHash } from "../export-runs/upload/claim-addresses.ts";
import type { ErasedPerson } from "./sealed-person.ts";

type Erased = {
  readonly erasureId: string;
  readonly profileIds: readonly number[];
  readonly hashes: readonly string[];
};

export async function eraseHere(
  dataSource: DataSource,
  erasureId: string,
  { addresses, profileIds }: ErasedPerson,
): Promise<void> {
  const erased = { erasureId, profileIds, hashes: addresses.map(addressHash) };
  for (const part of [eraseProfiles, eraseMemberships, eraseFromRuns, eraseFromChecks, eraseDeliveries])
    await commit(dataSource, "erase-here", (db) => part(db, erased));
}

/** Sources that are being loaded are held meanwhile: a part that began before the person was kept out is waited for. */
async function eraseProfiles(db: EntityManager, { erasureId, profileIds }: Erased): Promise<void> {
  await db.query("select from source where state = 'LOADING' order by id for update");
  const sources: readonly { id: string }[] = await db.query(
    `with gone as (
       delete from profile where id = any($1::bigint[]) returning id, source_id
     ), noted as (
       insert into erased_profile (profile_id, erasure_id) select id, $2 from gone on conflict do nothing
     ), counted as (
       update erasure set profile_count = profile_count + (select count(*) from gone) where id = $2
     ), lost as (
       select source_id, count(*) from gone group by source_id
     ), source_counted as (
       update source set profile_count = profile_count - lost.count from lost where source.id = lost.source_id
     )
     select source_id as id from lost`,
    [profileIds, erasureId],
  );
  for (const { id } of sources) await announce(db, "source", id);
}

async function eraseMemberships(db: EntityManager, { erasureId, profileIds }: Erased): Promise<void> {
  const segments: readonly { id: string }[] = await db.query(
    `with gone as (
       delete from segment_member member using segment
       where member.segment_id = segment.id and member.profile_id = any($1::bigint[])
       returning member.segment_id
     ), lost as (
       select segment_id, count(*) from gone group by segment_id
     ), counted as (
       update segment set member_count = greatest(0, member_count - lost.count) from lost where segment.id = lost.segment_id
     ), told as (
       update erasure set segment_count = segment_count + (select count(*) from lost) where id = $2
     )
     select segment_id as id from lost`,
    [profileIds, erasureId],
  );
  for (const { id } of segments) await announce(db, "segment", id);
}

/** Not those that may still need to know whom they are sending: they are waited for. */
const RUNS = `
  with run as materialized (
    select id, destination_id, is_dry_run from export_run where state not in ('PREPARING', 'UPLOADING', 'SETTLING')
  )`;

async function eraseFromRuns(db: EntityManager, { erasureId, profileIds, hashes }: Erased): Promise<void> {
  for (const table of ["run_address", "run_suppression"])
    await db.query(
      `${RUNS} delete from ${table} gone using run where gone.run_id = run.id and gone.address_hash = any($1::uuid[])`,
      [hashes],
    );
  await db.query(
    `${RUNS} update run_member set address_hash = null from run
     where run_member.run_id = run.id and profile_id = any($1::bigint[]) and address_hash is not null`,
    [profileIds],
  );
  await db.query(
    `${RUNS} update run_exception set message = null from run
     where run_exception.run_id = run.id and profile_id = any($1::bigint[]) and message is not null`,
    [profileIds],
  );
  await db.query(
    `${RUNS} update run_removal set address_hash = gen_random_uuid() from run
     where run_removal.run_id = run.id and profile_id = any($1::bigint[]) and address_hash = any($2::uuid[])`,
    [profileIds, hashes],
  );
  await db.query(
    `${RUNS}, theirs as (
       select run.id, run.destination_id is null and not run.is_dry_run as is_unreachable
       from run join run_member member on member.run_id = run.id
       where member.profile_id = any($1::bigint[]) group by run.id, run.destination_id, run.is_dry_run
     )
     update erasure set
       run_count = (select count(*) from theirs),
       unreachable_run_count = (select count(*) from theirs where is_unreachable)
     where id = $2`,
    [profileIds, erasureId],
  );
}

/** What differed stays counted, and is nobody's. */
async function eraseFromChecks(db: EntityManager, { hashes }: Erased): Promise<void> {
  await db.query(
    `delete from drift_member member using drift_check
     where member.check_id = drift_check.id and member.address_hash = any($1::uuid[])`,
    [hashes],
  );
  await db.query(
    `update drift_difference difference set address_hash = gen_random_uuid(), contact_id = null
     from drift_check, unnest(array['MISSING', 'CLAIMED', 'FOREIGN']) as each (kind)
     where difference.check_id = drift_check.id and difference.kind = each.kind and difference.address_hash = any($1::uuid[])`,
    [hashes],
  );
}

async function eraseDeliveries(db: EntityManager, { erasureId, hashes }: Erased): Promise<void> {
  await db.query(
    `with list as materialized (select list_id from export union select list_id from export_run), gone as (
       delete from delivery using list
       where delivery.list_id = list.list_id and delivery.address_hash = any($1::uuid[])
       returning 1
     )
     update erasure set delivery_count = delivery_count + (select count(*) from gone) where id = $2`,
    [hashes, erasureId],
  );
}
