import { fail, ok, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { CarryErasureTask } from "./carry-erasure.task.ts";
import { ErasureEntity } from "./erasure.entity.ts";
import { ErasureDestinationEntity } from "./erasure-destination.entity.ts";

export type RetryErasureFailure =
  | { readonly code: "not-found" }
  | { readonly code: "not-failed"; readonly erasure: ErasureEntity };

/** What stood in its way has been put right: it goes on with the accounts that are left. */
export class RetryErasure {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: Pick<TaskQueue, "enqueue">,
  ) {}

  async execute(id: string, principal: Principal): Promise<Result<ErasureEntity, RetryErasureFailure>> {
    return await this.dataSource.transaction(async (db) => {
      const erasure = await findById(db, ErasureEntity, id, { lock: { mode: "pessimistic_write" } });
      if (!erasure) return fail({ code: "not-found" });
      if (erasure.state !== "FAILED") return fail({ code: "not-failed", erasure });
      await db.update(
        ErasureDestinationEntity,
        { erasureId: id, state: "FAILED" },
        { state: "PENDING", jobId: null, code: null, message: null, endedAt: null },
      );
      await db.update(ErasureEntity, { id }, { state: "ERASING", attempt: 0, endedAt: null });
      await this.tasks.enqueue(CarryErasureTask, { erasureId: id }, db);
      await audit(db, principal, "erasure-tried-again", { id, name: "person" });
      await announce(db, "erasure", id);
      return ok(await db.findOneByOrFail(ErasureEntity, { id }));
    });
  }
}
