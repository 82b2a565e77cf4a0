import { randomUUID } from "node:crypto";
import { fail, ok, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { AlertChannelEntity } from "./alert-channel.entity.ts";
import { AlertDeliveryEntity } from "./alert-delivery.entity.ts";

/** Puts a test in the outbox: it goes the way of every alert, so that what arrives shows that others would. */
export class TestAlertChannel {
  constructor(private readonly dataSource: DataSource) {}

  async execute(
    channelId: string,
    principal: Principal,
  ): Promise<Result<AlertDeliveryEntity, { readonly code: "not-found" }>> {
    return await this.dataSource.transaction(async (db) => {
      const channel = await findById(db, AlertChannelEntity, channelId, {
        lock: { mode: "pessimistic_read" },
      });
      if (!channel) return fail({ code: "not-found" });
      const id = randomUUID();
      await db.insert(AlertDeliveryEntity, { id, channelId, kind: "TEST", facts: {} });
      await audit(db, principal, "alert-channel-tested", channel);
      return ok(await db.findOneByOrFail(AlertDeliveryEntity, { id }));
    });
  }
}
