/**
 * One e-mail address is sent once in a run: the first profile that has it takes it, the others are its duplicates. What
 * an unchanged member has on the list already is theirs.
 *
 * Reads  : `run_address`, `delivery`.
 * Writes : `run_address`: every address of a member who is looked at, taken or merely present. To claim again changes
 *          nothing, so a repeated page comes out the same.
 * Used by: `prepareRows`; `recordSettledJob` and `features/deliveries` find people by address in it.
 */
import { hash } from "node:crypto";
import type { DataSource } from "typeorm";
import { crashable } from "../../../platform/crash-points/crash-points.ts";
import { arrayText } from "../../../platform/database/array-text.ts";
import { type ComparingRun, findDelivered } from "./find-delivered.ts";

/** 128 bits of SHA-256, as PostgreSQL's `uuid` holds them. What is hashed is not kept with the run. */
const hash128 = (text: string): string => hash("sha256", text, "hex").slice(0, 32);

/** Stands for an address wherever it is stored with a run or a delivery. */
export const addressHash = (email: string): string => hash128(email);

/**
 * `json`: the contact as it is sent; `profileHash`: of the attributes that it was made from. Both hashes stay, to tell
 * later whether anything has changed.
 */
export type Claim = {
  readonly profileId: number;
  readonly profileHash: string;
  readonly email: string;
  readonly json: string;
};

export type Claimed = {
  /** The profile that has the address now. */
  readonly ownerId: number;
  /** SendGrid has applied just this contact before. */
  readonly isUnchanged: boolean;
};

type HashedClaim = Pick<Claim, "profileId" | "profileHash"> & { readonly payloadHash: string };

/**
 * @param claims - in the order of their profiles: of several with one address the first is meant.
 * @param present - addresses of members whose contact is not sent. Whoever has such an address is no leaver; another
 * profile may still take it.
 * @param compares - whether the export has delivered anybody whom to compare with.
 * @returns for each claim, in order, what came of it.
 */
export async function claimAddresses(
  dataSource: DataSource,
  run: ComparingRun,
  claims: readonly Claim[],
  present: readonly string[],
  compares: boolean,
): Promise<readonly Claimed[]> {
  const hashes = claims.map(({ email }) => addressHash(email));
  const delivered = compares ? await findDelivered(dataSource, run, hashes) : new Map<string, never>();
  const first = new Map<string, HashedClaim | null>(present.map((email) => [addressHash(email), null]));
  for (const [index, { profileId, profileHash, json }] of claims.entries()) {
    const address = hashes[index]!;
    if (first.get(address) || delivered.get(address)?.unchangedId) continue;
    first.set(address, { profileId, profileHash, payloadHash: hash128(json) });
  }
  const { held, changed } = await takeOrFind(dataSource, run, first);
  return claims.map(({ profileId }, index): Claimed => {
    const address = hashes[index]!;
    const known = delivered.get(address);
    if (known?.unchangedId) return { ownerId: known.unchangedId, isUnchanged: false };
    const claim = first.get(address);
    const ownerId = held.get(address) ?? claim?.profileId ?? profileId;
    const isSame = claim !== null && claim?.payloadHash === known?.payloadHash;
    return { ownerId, isUnchanged: known !== undefined && isSame && !changed.has(address) };
  });
}

type Taken = {
  /** Profiles of the claimed addresses that were held before, by hash; the others are taken now. */
  readonly held: ReadonlyMap<string, number>;
  /** Addresses of which the run may have sent another contact before it was broken off. */
  readonly changed: ReadonlySet<string>;
};

/**
 * Where a run that was broken off finds another contact than before, it may have sent that one: what SendGrid last
 * applied is not known any more, and the delivery says so. A dry run has sent nothing.
 */
async function takeOrFind(
  dataSource: DataSource,
  { id: runId, exportId, listId, isDryRun }: ComparingRun,
  addresses: ReadonlyMap<string, HashedClaim | null>,
): Promise<Taken> {
  if (addresses.size === 0) return { held: new Map(), changed: new Set() };
  const claims = [...addresses.values()];
  const rows: readonly { hash: string; isChanged: boolean | null }[] = await crashable(
    "claim-addresses",
    () =>
      dataSource.query(TAKE, [
        runId,
        arrayText([...addresses.keys()]),
        arrayText(claims.map((claim) => claim?.profileId ?? null)),
        arrayText(claims.map((claim) => claim?.payloadHash ?? null)),
        arrayText(claims.map((claim) => claim?.profileHash ?? null)),
        listId,
        isDryRun ? null : exportId,
      ]),
  );
  const hashesOf = (isChanged: true | null) =>
    rows.filter((row) => row.isChanged === isChanged).map(({ hash }) => hash.replaceAll("-", ""));
  return { held: await holdersOf(dataSource, runId, hashesOf(null)), changed: new Set(hashesOf(true)) };
}

const TAKE = `with claim as (
       select * from unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::uuid[]) as claim (hash, profile_id, payload, profile)
     ), taken as (
       insert into run_address (run_id, address_hash, profile_id, payload_hash, profile_hash)
       select $1::uuid, hash, profile_id, payload, profile from claim
       order by hash
       on conflict (run_id, address_hash) do update
         set profile_id = excluded.profile_id, payload_hash = excluded.payload_hash, profile_hash = excluded.profile_hash
         where excluded.profile_id is not null and (run_address.profile_id is null
           or (run_address.profile_id = excluded.profile_id and run_address.payload_hash <> excluded.payload_hash))
       returning address_hash, xmax <> 0 as is_changed
     ), doubted as (
       update delivery set payload_hash = null
       where list_id = $6 and export_id = $7
         and address_hash = any (array(select address_hash from taken where is_changed))
     )
     select hash, is_changed as "isChanged"
     from claim left join taken on taken.address_hash = hash
     where claim.profile_id is not null and is_changed is distinct from false`;

async function holdersOf(
  dataSource: DataSource,
  runId: string,
  addressHashes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (addressHashes.length === 0) return new Map();
  const holders: readonly { hash: string; profileId: number }[] = await dataSource.query(
    `select address_hash as hash, profile_id as "profileId"
     from run_address where run_id = $1 and address_hash = any($2::uuid[])`,
    [runId, arrayText(addressHashes)],
  );
  return new Map(holders.map(({ hash, profileId }) => [hash.replaceAll("-", ""), profileId]));
}
