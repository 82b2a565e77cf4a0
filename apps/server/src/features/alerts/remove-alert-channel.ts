import { fail, ok, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { AlertChannelEntity } from "./alert-channel.entity.ts";

/** Removes a channel, its secret, and everything on its way there. */
export class RemoveAlertChannel {
  constructor(private readonly dataSource: DataSource) {}

  async execute(id: string, principal: Principal): Promise<Result<void, { readonly code: "not-found" }>> {
    return await this.dataSource.transaction(async (db) => {
      const found = await findById(db, AlertChannelEntity, id, { lock: { mode: "pessimistic_write" } });
      if (!found) return fail({ code: "not-found" });
      await db.delete(AlertChannelEntity, { id });
      await audit(db, principal, "alert-channel-removed", found);
      return ok(undefined);
    });
  }
}
