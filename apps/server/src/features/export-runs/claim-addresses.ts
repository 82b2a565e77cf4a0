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
import { arrayText } from "../../platform/database/array-text.ts";

/** 128 bits of SHA-256, as PostgreSQL's `uuid` holds them. What is hashed is not kept with the run. */
const hash128 = (text: string): string => hash("sha256", text, "hex").slice(0, 32);

/** Stands for an address wherever it is stored with a run or a delivery. */
export const addressHash = (email: string): string => hash128(email);

/** `json`: the contact as it is sent. Its hash stays, to tell later whether anything has changed. */
export type Claim = { readonly profileId: number; readonly email: string; readonly json: string };

/**
 * @param claims - in the order of their profiles: of several with one address the first is meant.
 * @param present - addresses of members whose contact is not sent. Whoever has such an address is no leaver; another
 * profile may still take it.
 * @returns for each claim, in order, the profile that has the address now.
 */
export async function claimAddresses(
  dataSource: DataSource,
  runId: string,
  claims: readonly Claim[],
  present: readonly string[],
): Promise<readonly number[]> {
  const hashes = claims.map(({ email }) => addressHash(email));
  const first = new Map<string, Claim | null>(present.map((email) => [addressHash(email), null]));
  for (const [index, claim] of claims.entries())
    if (!first.get(hashes[index]!)) first.set(hashes[index]!, claim);
  const held = await takeOrFind(dataSource, runId, first);
  return hashes.map((hash) => held.get(hash) ?? first.get(hash)!.profileId);
}

/** @returns the profiles of those claimed addresses that were held before, by hash; the others are taken now. */
async function takeOrFind(
  dataSource: DataSource,
  runId: string,
  addresses: ReadonlyMap<string, Claim | null>,
): Promise<ReadonlyMap<string, number>> {
  if (addresses.size === 0) return new Map();
  const claims = [...addresses.values()];
  const notTaken: readonly { hash: string }[] = await dataSource.query(
    `with claim as (
       select * from unnest($2::uuid[], $3::bigint[], $4::uuid[]) as claim (hash, profile_id, payload)
     ), taken as (
       insert into run_address (run_id, address_hash, profile_id, payload_hash)
       select $1::uuid, hash, profile_id, payload from claim
       order by hash
       on conflict (run_id, address_hash) do update
         set profile_id = excluded.profile_id, payload_hash = excluded.payload_hash
         where excluded.profile_id is not null and (run_address.profile_id is null
           or (run_address.profile_id = excluded.profile_id and run_address.payload_hash <> excluded.payload_hash))
       returning address_hash
     )
     select hash from claim
     where profile_id is not null and hash not in (select address_hash from taken)`,
    [
      runId,
      arrayText([...addresses.keys()]),
      arrayText(claims.map((claim) => claim?.profileId ?? null)),
      arrayText(claims.map((claim) => claim && hash128(claim.json))),
    ],
  );
  if (notTaken.length === 0) return new Map();
  const holders: readonly { hash: string; profileId: number }[] = await dataSource.query(
    `select address_hash as hash, profile_id as "profileId"
     from run_address where run_id = $1 and address_hash = any($2::uuid[])`,
    [runId, arrayText(notTaken.map(({ hash }) => hash))],
  );
  return new Map(holders.map(({ hash, profileId }) => [hash.replaceAll("-", ""), profileId]));
}
