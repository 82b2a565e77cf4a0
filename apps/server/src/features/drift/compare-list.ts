/**
 * Who is on record and who is on the list, compared in ranges of hashes: a statement of a fraction of a second each.
 *
 * Reads  : `drift_member`, `delivery` of the export and of others to the list.
 * Writes : `drift_difference`, and the check's state.
 * Used by: `CheckDrift`.
 */
import type { DataSource } from "typeorm";
import { commit, crashable } from "../../platform/crash-points/crash-points.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import { countDeliveries } from "../deliveries/count-deliveries.ts";
import { hashRanges } from "../deliveries/hash-ranges.ts";
import { AT_THIS_ATTEMPT, type CheckAttempt, OvertakenError } from "./stage-members.ts";

/** In people. */
export type DriftCounts = {
  readonly recordedCount: number;
  readonly missingCount: number;
  readonly claimedCount: number;
  readonly foreignCount: number;
};

/** So many rows, and PostgreSQL has no statistics of the new ones. */
const MANY = 10_000;

/**
 * @param members - how many were read, roughly.
 * @throws when the process stops, or another worker has taken the check over.
 */
export async function compareList(
  dataSource: DataSource,
  check: CheckAttempt,
  members: number,
  signal: AbortSignal,
): Promise<DriftCounts> {
  await enterComparing(dataSource, check);
  if (members > MANY) await dataSource.query("analyze drift_member");
  const deliveries = await countDeliveries(dataSource.manager, check);
  const counts = { recordedCount: 0, missingCount: 0, claimedCount: 0, foreignCount: 0 };
  for (const { from, to } of hashRanges(Math.max(members, deliveries))) {
    signal.throwIfAborted();
    const [range] = await crashable("compare-range", () =>
      dataSource.query(COMPARE, [...[check.id, check.attempt, check.listId, check.exportId, from, to]]),
    );
    if (!range.isOurs) throw new OvertakenError(check);
    for (const key of Object.keys(counts) as (keyof typeof counts)[]) counts[key] += range[key];
  }
  return counts;
}

const enterComparing = (dataSource: DataSource, { id, attempt }: CheckAttempt) =>
  commit(dataSource, "begin-comparing", async (db) => {
    await db.query(
      `update drift_check set state = 'COMPARING', state_since = now()
       where id = $1 and attempt = $2 and ended_at is null`,
      [id, attempt],
    );
    await announce(db, "drift-check", id);
  });

/** Parameters: check, attempt, list, export, and the range of hashes. */
const COMPARE = `
  with this_check as materialized (${AT_THIS_ATTEMPT}), theirs as (
    select address_hash, contact_id from drift_member
    where check_id = $1 and address_hash between $5 and $6
  ), ours as (
    select address_hash, profile_id from delivery
    where list_id = $3 and export_id = $4 and address_hash between $5 and $6
  ), compared as materialized (
    select address_hash, ours.profile_id, theirs.contact_id,
      case
        when theirs.contact_id is null then 'MISSING'
        when ours.profile_id is not null then 'RECORDED'
        when exists (
          select from delivery claim
          where claim.list_id = $3 and claim.address_hash = theirs.address_hash and claim.export_id <> $4
        ) then 'CLAIMED'
        else 'FOREIGN'
      end as kind
    from theirs full join ours using (address_hash)
  ), stored as (
    insert into drift_difference (check_id, kind, address_hash, profile_id, contact_id)
    select this_check.id, kind, address_hash, profile_id, contact_id
    from compared cross join this_check
    where kind <> 'RECORDED'
    on conflict do nothing
  )
  select exists (select from this_check) as "isOurs",
    count(*) filter (where kind = 'RECORDED') as "recordedCount",
    count(*) filter (where kind = 'MISSING') as "missingCount",
    count(*) filter (where kind = 'CLAIMED') as "claimedCount",
    count(*) filter (where kind = 'FOREIGN') as "foreignCount"
  from compared`;
