import { fail, ok, type Result } from "@keruen/core";
import { type DataSource, In } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { ACTIVE_STATES } from "../export-runs/run-state.ts";
import { ExportEntity } from "./export.entity.ts";

export type RemoveExportFailure =
  | { readonly code: "not-found" }
  | { readonly code: "runs-in-progress"; readonly runs: readonly ExportRunEntity[] };

/** Removes an export. Its runs stay, as they were; the list in SendGrid is not touched. */
export class RemoveExport {
  constructor(private readonly dataSource: DataSource) {}

  async execute(id: string, principal: Principal): Promise<Result<void, RemoveExportFailure>> {
    return await this.dataSource.transaction(async (db) => {
      const found = await findById(db, ExportEntity, id, { lock: { mode: "pessimistic_write" } });
      if (!found) return fail({ code: "not-found" });
      const runs = await db.findBy(ExportRunEntity, { exportId: id, state: In(ACTIVE_STATES) });
      if (runs.length > 0) return fail({ code: "runs-in-progress", runs });
      await db.delete(ExportEntity, { id });
      await audit(db, principal, "export-removed", found);
      return ok(undefined);
    });
  }
}
