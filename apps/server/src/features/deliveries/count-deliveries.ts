import type { EntityManager } from "typeorm";
import { SHARES_APPLY_FROM } from "../export-runs/approval/approval-reason.ts";
import type { ExportRunEntity } from "../export-runs/export-run.entity.ts";

type OnList = Pick<ExportRunEntity, "exportId" | "listId">;

/** How many people an export has on a list by its own records. */
export async function countDeliveries(db: EntityManager, { exportId, listId }: OnList): Promise<number> {
  const [{ count }] = await db.query(
    "select count(*) as count from delivery where list_id = $1 and export_id = $2",
    [listId, exportId],
  );
  return count;
}

/**
 * The same, before a run that mirrors; not more than before the last one, if that one did not get to removing
 * anybody. Else whom it had delivered would count today, and a removal that was held would pass when tried again.
 *
 * What was there before the last one is no measure where it was too little to hold anybody: then everybody whom that
 * one delivered could be removed by the next.
 */
export async function countDeliveriesBefore(db: EntityManager, run: OnList): Promise<number> {
  const [last] = await db.query(
    `select deliveries_before as before, mirrored_at as "mirroredAt" from export_run
     where export_id = $1 and list_id = $2 and deliveries_before is not null and undo_of is null
     order by queued_at desc, id desc limit 1`,
    [run.exportId, run.listId],
  );
  const now = await countDeliveries(db, run);
  const isMeasure = last && last.mirroredAt === null && last.before >= SHARES_APPLY_FROM;
  return isMeasure ? Math.min(last.before, now) : now;
}
