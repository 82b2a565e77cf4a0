import { fail, ok, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import { isRowId } from "../../platform/database/row-id.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { DestinationEntity } from "./destination.entity.ts";

/** From now on, runs on this destination act with the caller's rights. */
export class BecomeExportUser {
  constructor(private readonly dataSource: DataSource) {}

  async execute(
    id: string,
    principal: Principal,
  ): Promise<Result<DestinationEntity, { readonly code: "not-found" }>> {
    if (!isRowId(id)) return fail({ code: "not-found" });
    return await this.dataSource.transaction(async (db) => {
      await db.query(
        `update destination
         set export_user_id = $2, state = case when state = 'KEY_REFUSED' then state else 'READY' end
         where id = $1`,
        [id, principal.userId],
      );
      const destination = await db.findOneBy(DestinationEntity, { id });
      if (!destination) return fail({ code: "not-found" });
      await audit(db, principal, "export-user-changed", destination);
      return ok(destination);
    });
  }
}
