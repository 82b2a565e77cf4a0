/**
 * Step four of a run that mirrors: whoever its export once put on the list and has no longer leaves it.
 *
 * Reads  : deliveries, the run's addresses, SendGrid's list.
 * Writes : the list; then the deliveries, who was removed, and the run's count.
 * Used by: `ExportRunner`, after every job has ended. May be killed anywhere and begun again.
 */
import { mirrorList, type SendGridClient } from "@keruen/core";
import type { DataSource } from "typeorm";
import { countDeliveries } from "../deliveries/count-deliveries.ts";
import { createDeliveryRecords, markRemoving } from "../deliveries/delivery-records.ts";
import { countLeavers, releaseClaimed } from "../deliveries/leavers.ts";
import { isMassRemoval } from "../deliveries/removal-brake.ts";
import { describeFailure, massRemovalHeld, type RunFailure } from "./describe-failure.ts";
import { ExportRunEntity } from "./export-run.entity.ts";
import type { RunContext } from "./run-context.ts";

export type MirrorContext = Omit<RunContext, "transport">;

/** @returns null when the list mirrors the segments, the run does not ask for that, or it is canceled. */
export async function mirrorRun(context: MirrorContext): Promise<RunFailure | null> {
  const { dataSource, runId, client, clock, random, patience, stopped, canceled } = context;
  const runs = dataSource.getRepository(ExportRunEntity);
  const run = await runs.findOneByOrFail({ id: runId });
  if (!hasToMirror(run) || canceled.aborted) return null;

  const mirroring = { ...run, deliveries: await countDeliveries(dataSource.manager, run) };
  const leavers = await countLeavers(dataSource, mirroring);
  const removal = { leavers, before: run.deliveriesBefore ?? 0, isEmpty: await isEmpty(dataSource, runId) };
  if (isMassRemoval(removal)) return massRemovalHeld(removal);
  if (leavers > 0) {
    const mirrored = await mirrorList(run.listId, createDeliveryRecords(dataSource, mirroring, canceled), {
      client: {
        ...withCancel(client, AbortSignal.any([stopped, canceled])),
        async removeFromList(listId, contactIds, signal) {
          await markRemoving(dataSource, mirroring, contactIds);
          return await client.removeFromList(listId, contactIds, signal);
        },
      },
      ...{ clock, random },
      ...{ signal: stopped, giveUpAfterMs: patience.settleMs },
    });
    stopped.throwIfAborted();
    if (canceled.aborted) return null;
    if (!mirrored.ok) return describeFailure(mirrored.failure);
  }
  await releaseClaimed(dataSource, mirroring);
  await runs.update({ id: runId }, { mirroredAt: new Date() });
  return null;
}

/** Not where it only adds, has mirrored already or ended, or not everybody was sent. */
function hasToMirror(run: ExportRunEntity): run is ExportRunEntity & { readonly exportId: string } {
  const { selectedCount, processedCount, notSentCount, failsWith } = run;
  const isOver = run.mirroredAt !== null || run.endedAt !== null;
  const wasSent = failsWith === null && processedCount === selectedCount && notSentCount === 0;
  return run.syncMode === "MIRROR" && !isOver && wasSent && run.exportId !== null;
}

async function isEmpty(dataSource: DataSource, runId: string): Promise<boolean> {
  const [{ any }] = await dataSource.query(
    `select exists (select from run_address where run_id = $1)
       or exists (select from run_member where run_id = $1 and is_unchanged) as any`,
    [runId],
  );
  return !any;
}

/** Reading the list ends at once when somebody cancels; a removal that SendGrid has taken is waited for. */
const withCancel = (client: SendGridClient, signal: AbortSignal): SendGridClient => ({
  ...client,
  startExport: (what) => client.startExport(what, signal),
  export: (exportId) => client.export(exportId, signal),
  downloadExport: (url, take) => client.downloadExport(url, take, signal),
});
