/**
 * Step four of a run that mirrors: whoever its export once put on the list and has no longer leaves it.
 *
 * Reads  : deliveries, the run's addresses, SendGrid's list.
 * Writes : the list; then the deliveries, who was removed, and the run's count.
 * Used by: `ExportRunner`, after every job has ended. May be killed anywhere and begun again.
 */
import { fail, type MirrorFailure, mirrorList, type Result, type SendGridClient } from "@keruen/core";
import type { DataSource } from "typeorm";
import { commit, crashable } from "../../../platform/crash-points/crash-points.ts";
import { countDeliveries } from "../../deliveries/count-deliveries.ts";
import { createDeliveryRecords, markRemoving } from "../../deliveries/delivery-records.ts";
import { countLeavers, type MirroringRun, releaseClaimed } from "../../deliveries/leavers.ts";
import { exceedsApproval } from "../approval/approval-reason.ts";
import { ASKED, askForApproval, countSelectedBefore } from "../approval/ask-for-approval.ts";
import { describeListFailure, type RunFailure } from "../describe-failure.ts";
import { ExportRunEntity } from "../export-run.entity.ts";
import { lockRun } from "../move-run.ts";
import type { RunContext } from "../run-context.ts";
import { hasAddresses } from "./has-addresses.ts";

export type MirrorContext = Omit<RunContext, "transport" | "erased">;

/** @returns null when the list mirrors the segments, the run does not ask for that, or it is canceled. */
export async function mirrorRun(context: MirrorContext): Promise<RunFailure | typeof ASKED | null> {
  const { dataSource, runId, stopped, canceled } = context;
  const runs = dataSource.getRepository(ExportRunEntity);
  const run = await runs.findOneByOrFail({ id: runId });
  if (!hasToMirror(run) || canceled.aborted) return null;

  /** Until nobody leaves: while some were removed, others may have come to. */
  for (;;) {
    const mirroring = { ...run, deliveries: await countDeliveries(dataSource.manager, run) };
    const leavers = await countLeavers(dataSource, mirroring);
    const answer = await askBeforeRemoval(dataSource, runId, leavers.unmarked);
    if (answer !== null) return answer === ASKED ? ASKED : null;
    if (leavers.all === 0) {
      await releaseClaimed(dataSource, mirroring);
      await crashable("end-mirroring", () => runs.update({ id: runId }, { mirroredAt: new Date() }));
      return null;
    }
    const mirrored = await removeLeavers(context, mirroring);
    stopped.throwIfAborted();
    if (canceled.aborted) return null;
    if (mirrored !== HELD && !mirrored.ok) return describeListFailure(mirrored.failure);
  }
}

/** More came to leave meanwhile than the run may remove: those who were marked have left, and it has to ask again. */
const HELD = "held";

async function removeLeavers(
  { dataSource, runId, client, clock, random, patience, stopped, canceled }: MirrorContext,
  mirroring: MirroringRun,
): Promise<Result<unknown, MirrorFailure> | typeof HELD> {
  const isReadable = await hasAddresses(dataSource.manager, runId);
  const mayRemove = (run: ExportRunEntity, removals: number) =>
    !exceedsApproval(removalOf(run, removals), isReadable, run.approvalReason);
  let isHeld = false;
  const mirrored = await mirrorList(
    mirroring.listId,
    createDeliveryRecords(dataSource, mirroring, canceled),
    {
      client: {
        ...withCancel(client, AbortSignal.any([stopped, canceled])),
        async removeFromList(listId, contactIds, signal) {
          isHeld ||= !(await markRemoving(dataSource, mirroring, contactIds, mayRemove));
          if (isHeld) return fail({ code: "canceled" });
          return await client.removeFromList(listId, contactIds, signal);
        },
      },
      ...{ clock, random },
      ...{ signal: stopped, giveUpAfterMs: patience.settleMs },
    },
  );
  return isHeld ? HELD : mirrored;
}

/** Not where it only adds, has mirrored already or ended, or not everybody was sent. */
function hasToMirror(run: ExportRunEntity): run is ExportRunEntity & { readonly exportId: string } {
  const { selectedCount, processedCount, notSentCount, failsWith } = run;
  const isOver = run.mirroredAt !== null || run.endedAt !== null;
  const wasSent = failsWith === null && processedCount === selectedCount && notSentCount === 0;
  return run.syncMode === "MIRROR" && !isOver && wasSent && run.exportId !== null;
}

/**
 * Who leaves is only known now: addresses may have changed, and others may have left since somebody was asked.
 *
 * @param unmarked - who would leave besides those whom the run has set out to remove.
 * @returns null where they may be removed.
 */
async function askBeforeRemoval(
  dataSource: DataSource,
  runId: string,
  unmarked: number,
): Promise<typeof ASKED | "canceled" | null> {
  return await commit(dataSource, "ask-before-removal", async (db) => {
    const run = await lockRun(db, runId);
    if (run.cancelRequestedAt !== null || run.state !== "SETTLING") return "canceled";
    const removal = removalOf(run, run.removingCount + unmarked);
    if (unmarked === 0 || !exceedsApproval(removal, await hasAddresses(db, runId), run.approvalReason))
      return null;
    const prospect = { selected: run.selectedCount ?? 0, selectedBefore: await countSelectedBefore(db, run) };
    return await askForApproval(db, run, { ...prospect, ...removal, code: "mass-removal" });
  });
}

/** Everybody whom the run would have removed then, measured by whom its export had on the list before it. */
const removalOf = ({ deliveriesBefore, maxRemovalShare }: ExportRunEntity, removals: number) => ({
  ...{ deliveries: deliveriesBefore ?? 0, removals, maxRemovalShare },
});

/** Reading the list ends at once when somebody cancels; a removal that SendGrid has taken is waited for. */
const withCancel = (client: SendGridClient, signal: AbortSignal): SendGridClient => ({
  ...client,
  startExport: (what) => client.startExport(what, signal),
  export: (exportId) => client.export(exportId, signal),
  downloadExport: (url, take) => client.downloadExport(url, take, signal),
});
