/**
 * The last step of a dry run: what a run would now do to the list, person by person, in place of doing it.
 *
 * Reads  : the run's addresses, deliveries.
 * Writes : `run_exception` (who would change), `run_removal` (who would leave), and the run's counts. No delivery.
 * Used by: `ExportRunner`. May be killed anywhere and begun again.
 */
import type { DataSource, EntityManager } from "typeorm";
import { commit, crashable } from "../../../platform/crash-points/crash-points.ts";
import { countDeliveries, countDeliveriesBefore } from "../../deliveries/count-deliveries.ts";
import { hashRanges } from "../../deliveries/hash-ranges.ts";
import { isLeaver, leaverParameters } from "../../deliveries/leavers.ts";
import { exceedsApproval } from "../approval/approval-reason.ts";
import { countSelectedBefore } from "../approval/ask-for-approval.ts";
import { ExportRunEntity } from "../export-run.entity.ts";
import { hasAddresses } from "../mirror/has-addresses.ts";
import { lockRun, withoutOutcome } from "../move-run.ts";
import type { RunContext } from "../run-context.ts";

/** Nothing where not everybody was looked at: it was canceled. */
export async function planRun({ dataSource, runId, stopped }: RunContext): Promise<void> {
  const run = await dataSource.getRepository(ExportRunEntity).findOneByOrFail({ id: runId });
  if (run.processedCount !== run.selectedCount || run.exportId === null) return;
  const mirroring = {
    ...{ id: runId, exportId: run.exportId, listId: run.listId, undoOf: null },
    deliveries: await countDeliveries(dataSource.manager, run),
  };
  for (const { from, to } of hashRanges(run.selectedCount)) {
    stopped.throwIfAborted();
    await crashable("plan-changes", () => dataSource.query(TO_CHANGE, [runId, from, to]));
  }
  if (run.syncMode === "MIRROR")
    for (const range of hashRanges(mirroring.deliveries)) {
      stopped.throwIfAborted();
      const parameters = [...leaverParameters(mirroring, range)];
      await crashable("plan-removals", () => dataSource.query(TO_REMOVE, parameters));
    }
  await storeCounts(dataSource, runId);
}

/** Whoever would be sent and has a delivery. */
const TO_CHANGE = `
  insert into run_exception (run_id, batch, profile_id, kind)
  select run.id, batch.number, address.profile_id, 'TO_CHANGE'
  from export_run run
  join run_address address on address.run_id = run.id
  join delivery on delivery.list_id = run.list_id and delivery.export_id = run.export_id
    and delivery.address_hash = address.address_hash
  join run_member member on member.run_id = run.id and member.profile_id = address.profile_id
  cross join lateral (
    select number from run_batch
    where run_batch.run_id = run.id and run_batch.last_profile_id >= address.profile_id
    order by last_profile_id limit 1
  ) batch
  where run.id = $1 and address.address_hash between $2 and $3 and not member.is_unchanged
    and delivery.address_hash between $2 and $3
  order by address.profile_id
  on conflict do nothing`;

const TO_REMOVE = `
  insert into run_removal (run_id, profile_id, address_hash)
  select $3::uuid, profile_id, address_hash from delivery where ${isLeaver({ undoOf: null })}
  on conflict do nothing`;

async function storeCounts(dataSource: DataSource, runId: string): Promise<void> {
  await commit(dataSource, "store-plan", async (db) => {
    const run = await lockRun(db, runId);
    if (run.endedAt !== null) return; // another worker was faster
    const [{ toChange, toRemove }] = await db.query(
      `select
         (select count(*) from run_exception where run_id = $1 and kind = 'TO_CHANGE') as "toChange",
         (select count(*) from run_removal where run_id = $1) as "toRemove"`,
      [runId],
    );
    await db.update(
      ExportRunEntity,
      { id: runId },
      {
        ...{ toAddCount: withoutOutcome(run) - toChange, toChangeCount: toChange, toRemoveCount: toRemove },
        ...{ mirroredAt: new Date(), approvalReason: await wouldAsk(db, run, toRemove) },
      },
    );
  });
}

/** What a run would ask about before it sends anybody, or else before it removes anybody. */
async function wouldAsk(db: EntityManager, run: ExportRunEntity, removals: number) {
  if (run.approvalReason !== null || run.syncMode !== "MIRROR") return run.approvalReason;
  const prospect = {
    ...{ selected: run.selectedCount ?? 0, selectedBefore: await countSelectedBefore(db, run) },
    ...{ deliveries: await countDeliveriesBefore(db, run), removals, maxRemovalShare: run.maxRemovalShare },
  };
  const isHeld = exceedsApproval(prospect, await hasAddresses(db, run.id), null);
  return isHeld ? ({ ...prospect, code: "mass-removal" } as const) : null;
}
