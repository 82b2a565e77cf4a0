import type { DataSource } from "typeorm";
import { addressHash } from "../export-runs/claim-addresses.ts";
import type { ErasedPerson } from "./sealed-person.ts";

/**
 * A run that may hold the person in memory, or in a request that is under way: one that is fixing its members, or has them
 * among those that it uploads or settles. Whoever begins later finds no profile of theirs any more; a run that waits for
 * approval has nothing under way.
 *
 * @returns its id; null where none is in the way.
 */
export async function runInTheWay(
  dataSource: DataSource,
  { addresses, profileIds }: ErasedPerson,
): Promise<string | null> {
  const [found] = await dataSource.query(
    `select run.id from export_run run
     where run.state = 'PREPARING' or (run.state in ('UPLOADING', 'SETTLING') and (
       exists (select from run_member member where member.run_id = run.id and member.profile_id = any($1::bigint[]))
       or exists (select from run_address taken where taken.run_id = run.id and taken.address_hash = any($2::uuid[]))))
     order by run.queued_at limit 1`,
    [profileIds, addresses.map(addressHash)],
  );
  return found?.id ?? null;
}
