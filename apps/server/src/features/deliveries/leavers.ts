/**
 * Who leaves a list with a run: its export has put them there, they are not in the run, and no other export claims them. With
 * an undo those leave whom the run that it undoes has added.
 *
 * Reads  : `delivery`, `run_address`, `run_member`, `run_removal`, `export_run`.
 * Writes : `releaseClaimed` forgets those whom another export holds on the list.
 * Used by: `mirrorRun`, also by way of `createDeliveryRecords`, and `prospectOf`.
 */
import type { Leaver } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import { crashable } from "../../platform/crash-points/crash-points.ts";
import type { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { hashRanges } from "./hash-ranges.ts";

/** A run that mirrors, or undoes another, its members and addresses complete. */
export type MirroringRun = {
  readonly id: string;
  readonly exportId: string;
  readonly listId: string;
  readonly undoOf: string | null;
  /** How many its export has on the list by its records: pages are cut by it. */
  readonly deliveries: number;
};

const IS_OURS = `delivery.list_id = $1 and delivery.export_id = $2 and delivery.address_hash between $4 and $5`;

/** Whom the run has not even looked at claimed no address. They are looked up one by one: the planner would read all. */
const IS_ABSENT = `
  not exists (
    select from run_address present
    where present.run_id = $3 and present.address_hash = delivery.address_hash
      and present.address_hash between $4 and $5
  ) and delivery.address_hash is distinct from (
    select unchanged.address_hash from run_member unchanged
    where unchanged.run_id = $3 and unchanged.profile_id = delivery.profile_id
  )`;

/** Whoever was on the list before under another address stays, under the new one. */
const IS_ADDED = `
  delivery.added_run_id = (select undo_of from export_run where id = $3) and not exists (
    select from run_removal former
    where former.run_id = (select undo_of from export_run where id = $3) and former.profile_id = delivery.profile_id
  )`;

const isGoing = ({ undoOf }: Pick<MirroringRun, "undoOf">) => (undoOf === null ? IS_ABSENT : IS_ADDED);

const IS_CLAIMED = `
  exists (
    select from delivery claim
    where claim.list_id = $1 and claim.address_hash = delivery.address_hash and claim.export_id <> $2
      and claim.address_hash between $4 and $5
  )`;

/** A run that waits for its next attempt may have sent them already. */
const IS_UNDER_WAY = `
  exists (
    select from export_run other
    join run_address theirs on theirs.run_id = other.id
    where other.list_id = $1 and other.id <> $3 and other.ended_at is null and not other.is_dry_run
      and theirs.address_hash = delivery.address_hash and theirs.address_hash between $4 and $5
  )`;

/** On \`delivery\`; its parameters are list, export, run, and the range of hashes. */
export const isLeaver = (run: Pick<MirroringRun, "undoOf">): string =>
  `${IS_OURS} and ${isGoing(run)} and not ${IS_CLAIMED} and not ${IS_UNDER_WAY}`;

/** Parameters of {@link isLeaver}; every hash there is unless told otherwise. */
export const leaverParameters = (
  { id, exportId, listId }: MirroringRun,
  { from, to } = { from: "0".repeat(32), to: "f".repeat(32) },
): readonly unknown[] => [listId, exportId, id, from, to];

/** Page after page, each as it is at that moment. */
export async function* readLeavers(dataSource: DataSource, run: MirroringRun): AsyncGenerator<Leaver> {
  for (const range of hashRanges(run.deliveries)) {
    const page: readonly Leaver[] = await dataSource.query(
      `select address_hash::text as address, contact_id as "contactId" from delivery where ${isLeaver(run)} order by address_hash`,
      [...leaverParameters(run, range)],
    );
    yield* page;
  }
}

/** @returns `unmarked`: those of them whom this run has not set out to remove yet. */
export async function countLeavers(
  dataSource: DataSource,
  run: MirroringRun,
): Promise<{ readonly all: number; readonly unmarked: number }> {
  const total = { all: 0, unmarked: 0 };
  for (const range of hashRanges(run.deliveries)) {
    const [{ all, unmarked }] = await dataSource.query(
      `select count(*) as all, count(*) filter (where removing_run_id is distinct from $3) as unmarked
       from delivery where ${isLeaver(run)}`,
      [...leaverParameters(run, range)],
    );
    total.all += all;
    total.unmarked += unmarked;
  }
  return total;
}

/**
 * The same before any address of the run is known, by profile: who changes their address is not among them, and who is
 * left behind by a profile with the same address is.
 */
export async function countAbsentProfiles(
  db: EntityManager,
  { id, exportId, listId }: Pick<ExportRunEntity, "id" | "exportId" | "listId">,
): Promise<number> {
  const [{ count }] = await db.query(
    `select count(*) as count from delivery
     where list_id = $1 and export_id = $2
       and not exists (
         select from run_member where run_id = $3 and run_member.profile_id = delivery.profile_id
       )
       and not exists (
         select from delivery claim
         where claim.list_id = $1 and claim.address_hash = delivery.address_hash and claim.export_id <> $2
       )`,
    [listId, exportId, id],
  );
  return count;
}

/**
 * Lets go of those who have left this export's segments and are held on the list by another export alone from now
 * on. Without that, two exports that both lose somebody would wait for each other for good.
 */
export async function releaseClaimed(dataSource: DataSource, run: MirroringRun): Promise<void> {
  for (const range of hashRanges(run.deliveries)) {
    await crashable("release-claimed", () =>
      dataSource.query(`delete from delivery where ${IS_OURS} and ${isGoing(run)} and ${IS_CLAIMED}`, [
        ...leaverParameters(run, range),
      ]),
    );
  }
}
