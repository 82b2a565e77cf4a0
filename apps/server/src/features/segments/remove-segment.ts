import { fail, ok, type Result } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { SegmentEntity } from "./segment.entity.ts";

export type RemoveSegmentFailure =
  | { readonly code: "not-found" }
  | { readonly code: "in-use"; readonly exports: readonly string[] };

/** Removes a segment that no export uses. Its profiles stay. */
export class RemoveSegment {
  constructor(private readonly dataSource: DataSource) {}

  async execute(id: string, principal: Principal): Promise<Result<void, RemoveSegmentFailure>> {
    return await this.dataSource.transaction(async (db) => {
      const segment = await findById(db, SegmentEntity, id, { lock: { mode: "pessimistic_write" } });
      if (!segment) return fail({ code: "not-found" });
      const exports = await exportsOf(db, id);
      if (exports.length > 0) return fail({ code: "in-use", exports });
      await db.delete(SegmentEntity, id);
      await db.query("delete from segment_member where segment_id = $1", [id]);
      await audit(db, principal, "segment-removed", segment);
      return ok(undefined);
    });
  }
}

/** Names of the exports that use it. */
export async function exportsOf(db: EntityManager, segmentId: string): Promise<readonly string[]> {
  const rows: readonly { name: string }[] = await db.query(
    `select name from export join export_segment on export_id = export.id where segment_id = $1 order by name`,
    [segmentId],
  );
  return rows.map(({ name }) => name);
}
