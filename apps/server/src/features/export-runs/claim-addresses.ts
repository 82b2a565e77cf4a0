/**
 * One e-mail address is sent once in a run: the first profile that has it takes it, the others are its duplicates.
 *
 * Reads  : `run_address`.
 * Writes : the same: every address of a member, taken or merely present. To claim again changes nothing, so a
 *          repeated page comes out the same.
 * Used by: `prepareRows`; `recordSettledJob` and `features/deliveries` find people by address in it.
 */
import { hash } from "node:crypto";
import type { DataSource } from "typeorm";

/** 128 bits of SHA-256, as PostgreSQL's `uuid` holds them. What is hashed is not kept with the run. */
const hash128 = (text: string): string => hash("sha256", text, "hex").slice(0, 32);

/** Stands for an address wherever it is stored with a run or a delivery. */
export const addressHash = (email: string): string => hash128(email);

/** `json`: the contact as it is sent. Its hash stays, to tell later whether anything has changed. */
export type Claim = { readonly profileId: number; readonly email: string; readonly json: string };

/** @returns for each claim, in order, the profile that has the address now. */
export async function claimAddresses(
  dataSource: DataSource,
  runId: string,
  claims: readonly Claim[],
): Promise<readonly number[]> {
  if (claims.length === 0) return [];
  const hashes = claims.map(({ email }) => addressHash(email));
  const profileIds = claims.map(({ profileId }) => profileId);
  const payloads = claims.map(({ json }) => hash128(json));
  await dataSource.query(
    `insert into run_address (run_id, address_hash, profile_id, payload_hash)
     select distinct on (claim.hash) $1::uuid, claim.hash, claim.profile_id, claim.payload
     from unnest($2::uuid[], $3::bigint[], $4::uuid[]) as claim (hash, profile_id, payload)
     order by claim.hash, claim.profile_id
     on conflict (run_id, address_hash) do update
       set profile_id = excluded.profile_id, payload_hash = excluded.payload_hash
       where run_address.profile_id is null
         or (run_address.profile_id = excluded.profile_id and run_address.payload_hash <> excluded.payload_hash)`,
    [runId, hashes, profileIds, payloads],
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

/**
 * These belong to members of the run whose contact is not sent. Whoever has such an address is no leaver; another
 * profile may still take it.
 */
export async function notePresent(
  dataSource: DataSource,
  runId: string,
  emails: readonly string[],
): Promise<void> {
  if (emails.length === 0) return;
  await dataSource.query(
    `insert into run_address (run_id, address_hash) select distinct $1::uuid, unnest($2::uuid[])
     on conflict do nothing`,
    [runId, emails.map(addressHash)],
  );
}
