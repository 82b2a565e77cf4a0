import type { DataSource } from "typeorm";
import { addressHash } from "../export-runs/upload/claim-addresses.ts";
import type { ErasedPerson } from "./sealed-person.ts";

/** Null where it is a check of a list. */
export type InTheWay = { readonly runId: string | null };

/**
 * What may hold the person in memory, or in a request that is under way: a run that is fixing its members, or has them among
 * those that it uploads or settles; a check that is reading or comparing a list. Whatever begins later finds no profile of
 * theirs any more, and a run that waits for approval has nothing under way.
 *
 * @returns null where nothing is in the way.
 */
export async function findInTheWay(
  dataSource: DataSource,
  { addresses, profileIds }: ErasedPerson,
): Promise<InTheWay | null> {
  const [found] = await dataSource.query(
    `select run.id as "runId" from export_run run
     where run.state = 'PREPARING' or (run.state in ('UPLOADING', 'SETTLING') and (
       exists (select from run_member member where member.run_id = run.id and member.profile_id = any($1::bigint[]))
       or exists (select from run_address taken where taken.run_id = run.id and taken.address_hash = any($2::uuid[]))))
     union all select null from drift_check where ended_at is null
     limit 1`,
    [profileIds, addresses.map(addressHash)],
  );
  return found ?? null;
}
