/**
 * Repairing: what SendGrid last applied to the missing is forgotten, and an ordinary run sends whoever of them is still in
 * the segments. Nobody foreign is touched.
 *
 * Reads  : the last check of the export.
 * Writes : `delivery`, and what `StartExport` writes, in one transaction; the audit log.
 * Used by: the mutation `repairDrift`.
 */
import { fail, type Result } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import type { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import type { StartExport, StartExportFailure } from "../export-runs/start/start-export.ts";
import { ExportEntity } from "../exports/export.entity.ts";
import { DriftCheckEntity } from "./drift-check.entity.ts";

export type RepairDriftFailure =
  | StartExportFailure
  | { readonly code: "under-way"; readonly check: DriftCheckEntity }
  | { readonly code: "outdated" | "nothing-to-repair" };

export class RepairDrift {
  constructor(
    private readonly dataSource: DataSource,
    private readonly startExport: StartExport,
  ) {}

  /** @returns the run that sends them. */
  async execute(checkId: string, principal: Principal): Promise<Result<ExportRunEntity, RepairDriftFailure>> {
    const { manager } = this.dataSource;
    const check = await findById(manager, DriftCheckEntity, checkId);
    const source = check && (await findById(manager, ExportEntity, check.exportId));
    if (!source) return fail({ code: "not-found" });
    if (check.endedAt === null) return fail({ code: "under-way", check });
    const last = await manager
      .findOneOrFail(DriftCheckEntity, {
        where: { exportId: source.id, state: "SUCCEEDED" },
        order: { queuedAt: "DESC", id: "DESC" },
      })
      .catch(() => null);
    if (last?.id !== check.id || source.listId !== check.listId) return fail({ code: "outdated" });
    if (check.missingCount === 0) return fail({ code: "nothing-to-repair" });
    return await this.startExport.executeFor(
      source.id,
      { trigger: "MANUAL", principal, choice: {} },
      async (db, run) => {
        await forgetMissing(db, check);
        await db.update(DriftCheckEntity, { id: check.id }, { repairRunId: run.id });
        await audit(db, principal, "drift-repaired", { id: source.id, name: source.name });
        await announce(db, "drift-check", check.id);
      },
    );
  }
}

/** They are in doubt now, and the next run sends them. */
const forgetMissing = (db: EntityManager, { id, exportId, listId }: DriftCheckEntity) =>
  db.query(
    `update delivery set payload_hash = null
     from drift_difference missing
     where missing.check_id = $1 and missing.kind = 'MISSING'
       and delivery.list_id = $2 and delivery.export_id = $3 and delivery.address_hash = missing.address_hash`,
    [id, listId, exportId],
  );
