/**
 * Removes a source at once, and its profiles by and by.
 *
 * Reads  : active runs.
 * Writes : deletes `source` and what hangs on it; the task `remove-profiles`; the audit log.
 * Used by: the mutation `removeSource`.
 */
import { fail, ok, type Result } from "@keruen/core";
import { type DataSource, type EntityManager, In } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { ACTIVE_STATES } from "../export-runs/run-state.ts";
import { stagingTable, UploadedFileEntity } from "../files/uploaded-file.entity.ts";
import { RemoveProfilesTask } from "./remove-profiles.task.ts";
import { SourceEntity } from "./source.entity.ts";

export type RemoveSourceFailure =
  | { readonly code: "not-found" }
  | { readonly code: "loading" }
  | { readonly code: "runs-in-progress" };

export class RemoveSource {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: TaskQueue,
  ) {}

  async execute(id: string, principal: Principal): Promise<Result<void, RemoveSourceFailure>> {
    return await this.dataSource.transaction(async (db) => {
      const source = await findById(db, SourceEntity, id, { lock: { mode: "pessimistic_write" } });
      if (!source) return fail({ code: "not-found" });
      if (source.state === "LOADING") return fail({ code: "loading" });
      if (await db.existsBy(ExportRunEntity, { state: In(ACTIVE_STATES) }))
        return fail({ code: "runs-in-progress" });
      await removeRows(db, source);
      await this.tasks.enqueue(RemoveProfilesTask, { sourceId: id }, db);
      await audit(db, principal, "source-removed", source);
      await announce(db, "source", id);
      return ok(undefined);
    });
  }
}

async function removeRows(db: EntityManager, { id, fileId }: SourceEntity): Promise<void> {
  await db.delete(SourceEntity, id);
  await db.delete(UploadedFileEntity, fileId);
  await db.query("delete from rejected_line where file_id = $1", [fileId]);
  await db.query(`drop table if exists ${stagingTable(fileId)}`);
}
