/**
 * Step one: is everything there that the run needs, whom is it about, and would it surprise?
 *
 * Reads  : SendGrid's list, fields and suppressions, the export's segments.
 * Writes : `run_suppression`, `run_member`, and the run's counts, list name, targets and route.
 * Used by: `ExportRunner`.
 */
import { checkMatching, chooseRoute } from "@keruen/core";
import { commit } from "../../../platform/crash-points/crash-points.ts";
import { countDeliveriesBefore } from "../../deliveries/count-deliveries.ts";
import { type ApprovalReason, approvalReason } from "../approval/approval-reason.ts";
import { ASKED, askForApproval, prospectOf } from "../approval/ask-for-approval.ts";
import { describeFailure, describeListFailure, FAILURES, type RunFailure } from "../describe-failure.ts";
import type { ExportRunEntity } from "../export-run.entity.ts";
import { lockRun, moveRun } from "../move-run.ts";
import type { RunContext } from "../run-context.ts";
import { averageContactBytes } from "./average-contact-bytes.ts";
import { matchingHash } from "./matching-hash.ts";
import { segmentFailure } from "./segment-failure.ts";
import { selectMembers } from "./select-members.ts";
import { storeSuppressions } from "./store-suppressions.ts";

/** @returns null when the run may upload, or is canceled. */
export async function prepareRun(context: RunContext): Promise<RunFailure | typeof ASKED | null> {
  const { dataSource, client, runId, stopped, canceled, transport } = context;
  const run = await commit(dataSource, "begin-preparing", async (db) => {
    const locked = await lockRun(db, runId);
    if (locked.state === "QUEUED") await moveRun(db, locked, "PREPARING");
    return locked;
  });
  if (run.state !== "QUEUED" && run.state !== "PREPARING") return null;

  const [list, targets] = await Promise.all([
    client.list(run.listId, stopped),
    client.fieldDefinitions(stopped),
  ]);
  if (!list.ok) return describeListFailure(list.failure);
  if (!targets.ok) return describeFailure(targets.failure);
  const issues = checkMatching(run.matching, { profileFields: [], targets: targets.value });
  if (issues.some(({ code }) => code === "unknown-target")) return FAILURES.matchingOutdated;

  const notReady = run.undoOf === null ? await segmentFailure(dataSource.manager, runId) : null;
  if (notReady) return notReady;
  const unread = await storeSuppressions(context, run);
  if (unread || canceled.aborted) return unread;
  return await commit(dataSource, "prepare", async (db) => {
    const locked = await lockRun(db, runId);
    if (locked.state === "AWAITING_APPROVAL") return ASKED;
    if (locked.state !== "PREPARING") return null; // another worker was faster
    const filled = new Set(run.matching.map(({ target }) => target));
    const filledTargets = targets.value.filter(({ id }) => filled.has(id));
    const hash = matchingHash(locked.matching, filledTargets);
    const { selectedCount, unchangedCount } = await selectMembers(db, locked, locked.isFull ? null : hash);
    const averageBytes = await averageContactBytes(db, runId, run.matching, filledTargets);
    const { route, reason } = chooseRoute(selectedCount - unchangedCount, {
      ...transport,
      ...(averageBytes !== null && { averageBytes }),
    });
    const deliveriesBefore = locked.syncMode === "MIRROR" ? await countDeliveriesBefore(db, locked) : null;
    const prepared: Partial<ExportRunEntity> = {
      ...{
        selectedCount,
        unchangedCount,
        processedCount: unchangedCount,
        matchingHash: hash,
        deliveriesBefore,
      },
      ...{ route: route === "import" ? "IMPORT" : "UPSERT", routeReason: reason },
      ...{ listName: list.value.name, targets: filledTargets },
    };
    const surprise = isPart(locked)
      ? null
      : approvalReason(await prospectOf(db, locked, selectedCount, deliveriesBefore));
    const asked = locked.isDryRun ? null : await askForApproval(db, locked, surprise, prepared);
    if (!asked) await moveRun(db, locked, "UPLOADING", { ...prepared, ...dryly(locked, surprise) });
    return asked;
  });
}

/** A few of many surprise nobody: it is what was asked for. */
const isPart = ({ retryOf, undoOf }: ExportRunEntity) => retryOf !== null || undoOf !== null;

/** A dry run tells what a run would ask about, and is no measure for later ones. */
const dryly = ({ isDryRun }: ExportRunEntity, approvalReason: ApprovalReason | null) =>
  isDryRun ? { approvalReason, deliveriesBefore: null } : {};
