/**
 * Undoing: an export's list gets back to whom it had before a run. Who was added then is taken off, who was removed is sent
 * again, by a run that names the one it undoes. Values stay as they are: SendGrid keeps no earlier ones.
 *
 * Reads  : the run, and what the records say of its people now.
 * Writes : what `StartExport` writes.
 * Used by: the query `undoPreview`, the mutation `undoRun`.
 */
import { fail, isEnded, ok, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import type { Principal } from "../access/principal.ts";
import { countDeliveries } from "../deliveries/count-deliveries.ts";
import type { ApprovalReason } from "../export-runs/approval/approval-reason.ts";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import type { StartExport, StartExportFailure } from "../export-runs/start/start-export.ts";
import { ExportEntity } from "../exports/export.entity.ts";
import { type UndoFigures, undoFigures } from "./undo-figures.ts";

export type UndoPreviewFailure =
  | { readonly code: "not-found" | "details-pruned" | "not-undoable" | "nothing-to-undo" }
  | { readonly code: "still-running" | "already-undone"; readonly run: ExportRunEntity }
  | { readonly code: "changed-since"; readonly changed: number };

export type UndoRunFailure =
  | UndoPreviewFailure
  | StartExportFailure
  | { readonly code: "figures-changed"; readonly figures: UndoFigures };

export class UndoRun {
  constructor(
    private readonly dataSource: DataSource,
    private readonly startExport: StartExport,
  ) {}

  async preview(runId: string): Promise<Result<UndoFigures, UndoPreviewFailure>> {
    const looked = await this.look(runId);
    return looked.ok ? ok(looked.value.figures) : looked;
  }

  /**
   * @param seen - the figures that somebody has seen and confirmed; others are not acted on.
   * @returns the run that undoes.
   */
  async execute(
    runId: string,
    seen: Pick<UndoFigures, "toRemove" | "toSendAgain">,
    principal: Principal,
  ): Promise<Result<ExportRunEntity, UndoRunFailure>> {
    const looked = await this.look(runId);
    if (!looked.ok) return looked;
    const { run, exportId, figures } = looked.value;
    if (figures.toRemove !== seen.toRemove || figures.toSendAgain !== seen.toSendAgain)
      return fail({ code: "figures-changed", figures });
    const approved: ApprovalReason = {
      ...{ code: "mass-removal", selected: figures.toSendAgain, selectedBefore: null },
      ...{ removals: figures.toRemove, maxRemovalShare: run.maxRemovalShare },
      deliveries: await countDeliveries(this.dataSource.manager, run),
    };
    return await this.startExport.executeFor(exportId, { trigger: "UNDO", principal, undoOf: run, approved });
  }

  private async look(
    runId: string,
  ): Promise<
    Result<
      { readonly run: ExportRunEntity; readonly exportId: string; readonly figures: UndoFigures },
      UndoPreviewFailure
    >
  > {
    const { manager } = this.dataSource;
    const run = await findById(manager, ExportRunEntity, runId);
    if (!run) return fail({ code: "not-found" });
    if (!isEnded(run.state)) return fail({ code: "still-running", run });
    const source = run.exportId && (await findById(manager, ExportEntity, run.exportId));
    const isUndoable = run.tellsAdded && !run.isDryRun && run.undoOf === null;
    if (!source || !isUndoable || source.destinationId !== run.destinationId)
      return fail({ code: "not-undoable" });
    if (run.detailsPrunedAt) return fail({ code: "details-pruned" });
    const undone = await manager.findOneBy(ExportRunEntity, { undoOf: run.id, state: "SUCCEEDED" });
    if (undone) return fail({ code: "already-undone", run: undone });
    const figures = await undoFigures(manager, run);
    if (figures.changed > 0) return fail({ code: "changed-since", changed: figures.changed });
    if (figures.toRemove + figures.toSendAgain === 0) return fail({ code: "nothing-to-undo" });
    return ok({ run, exportId: source.id, figures });
  }
}
