/**
 * Removing a destination, with its exports. Its key is destroyed; the consent that was given for it is kept.
 *
 * Reads  : active runs.
 * Writes : deletes `destination` and its `export` rows; the audit log names each.
 * Used by: the mutation `removeDestination`.
 */
import { fail, ok, type Result } from "@keruen/core";
import { type DataSource, type EntityManager, In } from "typeorm";
import { isRowId } from "../../platform/database/row-id.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { ACTIVE_STATES } from "../export-runs/run-state.ts";
import { DestinationEntity } from "./destination.entity.ts";

export type RemoveDestinationFailure =
  | { readonly code: "not-found" }
  | { readonly code: "runs-in-progress"; readonly runs: readonly ExportRunEntity[] };

export class RemoveDestination {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns how many exports went with it. */
  async execute(
    id: string,
    principal: Principal,
  ): Promise<Result<{ readonly removedExports: number }, RemoveDestinationFailure>> {
    if (!isRowId(id)) return fail({ code: "not-found" });
    return await this.dataSource.transaction(async (db) => {
      const destination = await lockDestination(db, id);
      if (!destination) return fail({ code: "not-found" });
      const runs = await db.findBy(ExportRunEntity, { destinationId: id, state: In([...ACTIVE_STATES]) });
      if (runs.length > 0) return fail({ code: "runs-in-progress", runs });

      const [exports] = await db.query("delete from export where destination_id = $1 returning id, name", [
        id,
      ]);
      for (const removed of exports) await audit(db, principal, "export-removed", removed);
      await db.delete(DestinationEntity, { id });
      await audit(db, principal, "destination-removed", destination);
      return ok({ removedExports: exports.length });
    });
  }
}

/** A run that begins at the same time names the destination, and so waits until this has ended. */
const lockDestination = (db: EntityManager, id: string): Promise<DestinationEntity | null> =>
  db.findOne(DestinationEntity, {
    where: { id },
    loadEagerRelations: false,
    lock: { mode: "pessimistic_write" },
  });
