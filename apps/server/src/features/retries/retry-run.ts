/**
 * Retrying: those alone whom a run did not get to are sent by a run of their own, which names it. To continue a canceled
 * run is the same.
 *
 * Reads  : the run that has ended, and who is still in the segments of its export.
 * Writes : what `StartExport` writes.
 * Used by: the mutation `retryRun`.
 */
import { fail, isEnded, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import type { Principal } from "../access/principal.ts";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import type { StartExport, StartExportFailure } from "../export-runs/start/start-export.ts";
import { ExportEntity } from "../exports/export.entity.ts";
import { peopleToRetry } from "./people-to-retry.ts";

export type RetryRunFailure =
  | StartExportFailure
  | { readonly code: "still-running"; readonly run: ExportRunEntity }
  | { readonly code: "nothing-to-retry" | "details-pruned" | "list-changed" };

export class RetryRun {
  constructor(
    private readonly dataSource: DataSource,
    private readonly startExport: StartExport,
  ) {}

  /** @returns the new run. Whoever was sent meanwhile is unchanged in it. */
  async execute(runId: string, principal: Principal): Promise<Result<ExportRunEntity, RetryRunFailure>> {
    const run = await findById(this.dataSource.manager, ExportRunEntity, runId);
    if (!run) return fail({ code: "not-found" });
    if (!isEnded(run.state)) return fail({ code: "still-running", run });
    if (run.isDryRun || run.undoOf !== null) return fail({ code: "nothing-to-retry" });
    const retryOf = await this.theOnePrepared(run);
    const source =
      retryOf.exportId && (await findById(this.dataSource.manager, ExportEntity, retryOf.exportId));
    if (!source) return fail({ code: "not-found" });
    if (source.listId !== retryOf.listId) return fail({ code: "list-changed" });
    if (retryOf.detailsPrunedAt) return fail({ code: "details-pruned" });
    if (!(await this.hasAnybody(retryOf))) return fail({ code: "nothing-to-retry" });
    return await this.startExport.executeFor(source.id, { trigger: "RETRY", principal, retryOf });
  }

  /** A retry that ended before it knew whom it was about leaves all of them to the next one. */
  private async theOnePrepared(run: ExportRunEntity): Promise<ExportRunEntity> {
    if (run.selectedCount !== null || run.retryOf === null) return run;
    const parent = await findById(this.dataSource.manager, ExportRunEntity, run.retryOf);
    return parent ? await this.theOnePrepared(parent) : run;
  }

  private async hasAnybody({ id, exportId }: ExportRunEntity): Promise<boolean> {
    const [{ any }] = await this.dataSource.query(
      `select exists (
         select from (${peopleToRetry("$1")}) person
         join segment_member member on member.profile_id = person.profile_id
         join export_segment on export_segment.segment_id = member.segment_id
         where export_segment.export_id = $2
       ) as any`,
      [id, exportId],
    );
    return any;
  }
}
