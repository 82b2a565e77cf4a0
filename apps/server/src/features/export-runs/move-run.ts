/**
 * Moving a run's row forward: each state is entered with the time it first was, and told in the same transaction.
 *
 * Reads  : `export_run`.
 * Writes : the same, and alerts of what it has come to. What is known of suppressed people goes when the run ends.
 * Used by: `ExportRunner`, `ApproveRun`, `CancelRun`.
 */
import { canMove, isEnded } from "@keruen/core";
import type { EntityManager } from "typeorm";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import { raiseAlerts } from "../alerts/raise-alerts.ts";
import type { RunFailure } from "./describe-failure.ts";
import { ExportRunEntity } from "./export-run.entity.ts";
import type { RunState } from "./run-state.ts";

const TIME_OF = {
  PREPARING: "preparingAt",
  AWAITING_APPROVAL: "awaitingApprovalAt",
  UPLOADING: "uploadingAt",
  SETTLING: "settlingAt",
  SUCCEEDED: "endedAt",
  FAILED: "endedAt",
  CANCELED: "endedAt",
} as const satisfies Partial<Record<RunState, keyof ExportRunEntity>>;

const OF_USE_WHILE_IT_GOES_ON = ["run_suppression", "run_refusal"] as const;

/** The row, locked until the caller's transaction ends. */
export const lockRun = (db: EntityManager, runId: string): Promise<ExportRunEntity> =>
  db.findOneOrFail(ExportRunEntity, { where: { id: runId }, lock: { mode: "pessimistic_write" } });

/**
 * Enters a state, unless the run is in it already. The caller has locked the row.
 *
 * @throws {Error} where the move is not legal: another worker has moved the run on.
 */
export async function moveRun(
  db: EntityManager,
  run: ExportRunEntity,
  state: keyof typeof TIME_OF,
  changes: Partial<ExportRunEntity> = {},
): Promise<void> {
  if (run.state === state) return;
  if (!canMove(run.state, state)) throw new Error(`Run ${run.id} cannot go from ${run.state} to ${state}.`);
  const now = new Date();
  const ending = isEnded(state) ? { notSentCount: notSent(run), nextTryAt: null } : {};
  await db.update(
    ExportRunEntity,
    { id: run.id },
    { state, stateSince: now, [TIME_OF[state]]: run[TIME_OF[state]] ?? now, ...ending, ...changes },
  );
  if (isEnded(state))
    for (const table of OF_USE_WHILE_IT_GOES_ON)
      await db.query(`delete from ${table} where run_id = $1`, [run.id]);
  await raiseAlerts(db, run.id);
  await announce(db, "run", run.id);
}

/** Ends a run for good, and says why. */
export const failRun = (
  db: EntityManager,
  run: ExportRunEntity,
  { code, message }: RunFailure,
): Promise<void> => moveRun(db, run, "FAILED", { failureCode: code, failureMessage: message });

/** People whose turn never came, and those who were set aside when their batch ended early. */
const notSent = (run: ExportRunEntity) =>
  run.isDryRun && run.toAddCount === null
    ? withoutOutcome(run)
    : run.notSentCount + Math.max(0, (run.selectedCount ?? 0) - run.processedCount);

/** Everybody of whom nothing is known yet but that they were selected, or that they would be sent. */
export const withoutOutcome = (run: ExportRunEntity): number =>
  (run.selectedCount ?? 0) -
  run.unchangedCount -
  run.rejectedCount -
  run.suppressedCount -
  run.duplicateCount;
