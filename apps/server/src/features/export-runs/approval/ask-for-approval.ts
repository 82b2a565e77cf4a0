/**
 * A run asks a person, and waits: no process holds it meanwhile, and none is needed to keep it waiting.
 *
 * Reads  : what the export has put on its list, and whom its last run was about.
 * Writes : the run's state, and why it asks.
 * Used by: `prepareRun` before anybody is sent, `mirrorRun` before anybody is removed. `ApproveRun` lets it go on.
 */
import type { EntityManager } from "typeorm";
import { countDeliveries } from "../../deliveries/count-deliveries.ts";
import { countAbsentProfiles } from "../../deliveries/leavers.ts";
import type { ExportRunEntity } from "../export-run.entity.ts";
import { moveRun } from "../move-run.ts";
import type { ApprovalReason, Prospect } from "./approval-reason.ts";

/** A step of a run came to a question, which is stored: the attempt ends here, and has not failed. */
export const ASKED = "asked";

/**
 * What a run whose members are fixed is about to do.
 *
 * @param deliveriesBefore - what its removals are measured by; null where it only adds, and nobody leaves.
 */
export async function prospectOf(
  db: EntityManager,
  run: ExportRunEntity,
  selected: number,
  deliveriesBefore: number | null,
): Promise<Prospect> {
  return {
    selected,
    selectedBefore: await countSelectedBefore(db, run),
    deliveries: deliveriesBefore ?? (await countDeliveries(db, run)),
    removals: deliveriesBefore === null ? 0 : await countAbsentProfiles(db, run),
    maxRemovalShare: run.maxRemovalShare,
  };
}

/** The caller has locked the row. A run that is being canceled asks nothing: it ends anyway. */
export async function askForApproval(
  db: EntityManager,
  run: ExportRunEntity,
  reason: ApprovalReason | null,
  changes: Partial<ExportRunEntity> = {},
): Promise<typeof ASKED | null> {
  if (reason === null || run.cancelRequestedAt !== null) return null;
  await moveRun(db, run, "AWAITING_APPROVAL", { ...changes, approvalReason: reason });
  return ASKED;
}

/** Whom the last run was about that succeeded; null where there was none. */
export async function countSelectedBefore(
  db: EntityManager,
  { exportId }: ExportRunEntity,
): Promise<number | null> {
  const [last] = await db.query(
    `select selected_count as count from export_run
     where export_id = $1 and state = 'SUCCEEDED' and not is_dry_run and retry_of is null and undo_of is null
     order by queued_at desc, id desc limit 1`,
    [exportId],
  );
  return last?.count ?? null;
}
