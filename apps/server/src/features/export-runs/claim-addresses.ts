/**
 * One e-mail address is sent once in a run: the first profile that has it takes it, the others are its duplicates.
 *
 * Reads  : `run_address`.
 * Writes : the same. Claiming again for the same profile changes nothing, so a repeated page comes out the same.
 * Used by: `prepareRows`; `recordSettledJob` finds profiles by address in it.
 */
import { createHash } from "node:crypto";
import type { DataSource } from "typeorm";

/** 128 bits of SHA-256, as PostgreSQL's `uuid` holds them. The address itself is not kept with the run. */
export const addressHash = (email: string): string =>
  createHash("sha256").update(email).digest("hex").slice(0, 32);

export type Claim = { readonly profileId: number; readonly email: string };

/** @returns for each claim, in order, the profile that has the address now. */
export async function claimAddresses(
  dataSource: DataSource,
  runId: string,
  claims: readonly Claim[],
): Promise<readonly number[]> {
  if (claims.length === 0) return [];
  const hashes = claims.map(({ email }) => addressHash(email));
  const profileIds = claims.map(({ profileId }) => profileId);
  await dataSource.query(
    `insert into run_address (run_id, address_hash, profile_id)
     select $1, claim.hash, min(claim.profile_id)
     from unnest($2::uuid[], $3::bigint[]) as claim (hash, profile_id)
     group by claim.hash
     on conflict do nothing`,
    [runId, hashes, profileIds],
  );
  const owners: readonly { profileId: number }[] = await dataSource.query(
    `select address.profile_id as "profileId"
     from unnest($2::uuid[]) with ordinality as claim (hash, place)
     join run_address address on address.run_id = $1 and address.address_hash = claim.hash
     order by claim.place`,
    [runId, hashes],
  );
  return owners.map(({ profileId }) => profileId);
}
