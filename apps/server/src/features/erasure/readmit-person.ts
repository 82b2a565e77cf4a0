/**
 * Somebody who was erased may come in again, because they want to: files and runs take their address as anybody's from then
 * on. The proof that they were erased stays.
 *
 * Reads  : the erasure.
 * Writes : forgets its addresses in `erased_address`, for whichever erasure they were kept; the audit log.
 * Used by: the mutation `readmitPerson`.
 */
import { fail, ok, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { ErasureEntity } from "./erasure.entity.ts";

export type ReadmitPersonFailure =
  | { readonly code: "not-found" }
  /** It has not ended: let in now, they would be taken out again. */
  | { readonly code: "not-done"; readonly erasure: ErasureEntity };

export class ReadmitPerson {
  constructor(private readonly dataSource: DataSource) {}

  /** A second time it changes nothing. */
  async execute(id: string, principal: Principal): Promise<Result<ErasureEntity, ReadmitPersonFailure>> {
    return await this.dataSource.transaction(async (db) => {
      const erasure = await findById(db, ErasureEntity, id, { lock: { mode: "pessimistic_write" } });
      if (!erasure) return fail({ code: "not-found" });
      if (erasure.state !== "DONE") return fail({ code: "not-done", erasure });
      const [, forgotten] = await db.query(
        `delete from erased_address where keyed_hash in (select keyed_hash from erased_address where erasure_id = $1)`,
        [id],
      );
      if (forgotten > 0) {
        await audit(db, principal, "person-readmitted", { id, name: "person" });
        await announce(db, "erasure", id);
      }
      return ok(erasure);
    });
  }
}
