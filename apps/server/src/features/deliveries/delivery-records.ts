/**
 * The records that mirroring works from, in PostgreSQL. An address is its hash there.
 *
 * Reads  : `delivery`, and whom a run is about.
 * Writes : `delivery`, `run_removal`, the run's count, told in the same transaction.
 * Used by: `mirrorRun`.
 */
import { type DeliveryRecords, normaliseEmail } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import { type Crashable, commit, crashable } from "../../platform/crash-points/crash-points.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { lockRun } from "../export-runs/move-run.ts";
import { addressHash } from "../export-runs/upload/claim-addresses.ts";
import { hashRanges } from "./hash-ranges.ts";
import { isLeaver, leaverParameters, type MirroringRun, readLeavers } from "./leavers.ts";

/** In place of the contact's id, of somebody whom the list is read for: what it is where the list does not show them. */
const UNSEEN = "";

/** @param canceled - somebody has canceled the run: no more leavers are named, those under way are finished. */
export function createDeliveryRecords(
  dataSource: DataSource,
  run: MirroringRun,
  canceled: AbortSignal,
): DeliveryRecords {
  const { id, exportId, listId } = run;
  let isLookedFor = false;
  return {
    /** Once the list is read: whom it was read for. Nothing is known of who has come to leave since. */
    async *leavers() {
      for await (const { address, contactId } of readLeavers(dataSource, run)) {
        if (canceled.aborted) return;
        if (isLookedFor && contactId === null) continue;
        yield { address, contactId: contactId === UNSEEN ? null : contactId };
      }
    },

    async unlearnContactIds() {
      await commit(dataSource, "unlearn-contacts", async (db) => {
        await db.query(
          "update delivery set contact_id = null where export_id = $1 and list_id = $2 and contact_id is not null",
          [exportId, listId],
        );
        for (const range of hashRanges(run.deliveries))
          await db.query(`update delivery set contact_id = '${UNSEEN}' where ${isLeaver(run)}`, [
            ...leaverParameters(run, range),
          ]);
      });
      isLookedFor = true;
    },

    async learnContactIds(members) {
      const known = members.flatMap(({ email, contactId }) => {
        const address = normaliseEmail(email);
        return address.ok ? [{ hash: addressHash(address.value), contactId }] : []; // no contact of ours has such an address
      });
      await crashable("learn-contacts", () =>
        dataSource.query(
          `update delivery set contact_id = member.contact_id
         from unnest($6::uuid[], $7::text[]) as member (hash, contact_id)
         where delivery.address_hash = member.hash and ${isLeaver(run)}`,
          [...leaverParameters(run), known.map(({ hash }) => hash), known.map(({ contactId }) => contactId)],
        ),
      );
    },

    async forget(addresses, why) {
      await whileItGoesOn(dataSource, "forget-removed", id, async (db) => {
        await db.query(FORGET, [listId, exportId, id, addresses, why === "removed"]);
        await announce(db, "run", id);
      });
    },
  };
}

/**
 * Before SendGrid is asked to remove these, the run leaves its mark on them: whom the list does not show at the next
 * attempt was taken off by it, though it died before it had the answer. With the mark they count as removed by the run.
 *
 * @param mayRemove - whether a run may remove that many in all.
 * @returns false where they would be too many: none of them is marked, and none is to be removed.
 * @throws {Error} where the run has ended: another worker was faster, and a later run may have sent these again.
 */
export async function markRemoving(
  dataSource: DataSource,
  { id, exportId, listId }: MirroringRun,
  contactIds: readonly string[],
  mayRemove: (run: ExportRunEntity, removals: number) => boolean,
): Promise<boolean> {
  return await whileItGoesOn(dataSource, "mark-removing", id, async (db, run) => {
    const which = [id, exportId, listId, contactIds];
    const [{ count }] = await db.query(`select count(*) as count from delivery where ${IS_UNMARKED}`, which);
    if (count === 0) return true;
    if (!mayRemove(run, run.removingCount + count)) return false;
    await db.query(MARK, which);
    return true;
  });
}

const IS_UNMARKED =
  "export_id = $2 and list_id = $3 and contact_id = any($4) and removing_run_id is distinct from $1";

const MARK = `
  with marked as (
    update delivery set removing_run_id = $1 where ${IS_UNMARKED}
    returning 1
  )
  update export_run set removing_count = removing_count + (select count(*) from marked) where id = $1`;

async function whileItGoesOn<Written>(
  dataSource: DataSource,
  name: Crashable,
  runId: string,
  write: (db: EntityManager, run: ExportRunEntity) => Promise<Written>,
): Promise<Written> {
  return await commit(dataSource, name, async (db) => {
    const run = await lockRun(db, runId);
    if (run.endedAt !== null) throw new Error(`Run ${runId} has ended already.`);
    return await write(db, run);
  });
}

/** Each removal is progress, and begins the count of attempts again, as each batch does. */
const FORGET = `
  with forgotten as (
    delete from delivery where list_id = $1 and export_id = $2 and address_hash = any($4::uuid[])
    returning profile_id, address_hash, added_run_id,
      $5::boolean or (contact_id = '${UNSEEN}' and removing_run_id is not distinct from $3::uuid) as is_removed
  ), removal as (
    insert into run_removal (run_id, profile_id, address_hash, added_run_id)
    select $3::uuid, profile_id, address_hash, added_run_id from forgotten where is_removed
    on conflict do nothing
    returning 1
  )
  update export_run
  set removed_count = removed_count + (select count(*) from removal),
    attempt = 1, failure_code = null, failure_message = null
  where id = $3::uuid`;
