/**
 * Turns the staged rows of a source into profiles, then brings every segment up to date.
 *
 * Reads  : the staging table, behind the last loaded line.
 * Writes : `profile`, `rejected_line`, and with each part the source's cursor and counts; drops the staging table.
 * Used by: the task `load-source`. A second attempt goes on where the first one stopped.
 */
import type { DataSource, EntityManager } from "typeorm";
import type { Logger } from "../../platform/logging/logger.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import type { ErasedAddresses } from "../erasure/erased-addresses.ts";
import { stagingTable, UploadedFileEntity } from "../files/uploaded-file.entity.ts";
import { ProfileFieldEntity } from "../profiles/profile-field.entity.ts";
import type { BuildSegment } from "../segments/build-segment.ts";
import { describeLoadFailure } from "./describe-load-failure.ts";
import { linesOfErased } from "./lines-of-erased.ts";
import { loadLines } from "./load-lines.ts";
import { RemoveProfilesTask } from "./remove-profiles.task.ts";
import { SourceEntity } from "./source.entity.ts";

export class LoadSource {
  constructor(
    private readonly dataSource: DataSource,
    private readonly buildSegment: BuildSegment,
    private readonly tasks: TaskQueue,
    private readonly logger: Logger,
    private readonly erased: ErasedAddresses,
  ) {}

  async execute(sourceId: string, signal: AbortSignal): Promise<void> {
    try {
      while (await this.loadPart(sourceId)) signal.throwIfAborted();
      await this.dataSource.query("analyze profile"); // a million new rows, and no statistics of them yet
      await this.buildSegment.all(signal);
      await this.end(sourceId, { state: "READY" });
    } catch (error) {
      const failure = describeLoadFailure(error);
      if (failure === null) throw error;
      this.logger.error({ sourceId, err: error }, "source cannot be loaded");
      await this.end(sourceId, { state: "FAILED", failure, profileCount: 0 });
    }
  }

  /** @returns whether there may be more. */
  private async loadPart(sourceId: string): Promise<boolean> {
    return await this.dataSource.transaction(async (db) => {
      const source = await loadingSource(db, sourceId);
      if (!source) return false;
      const erasedLines = await linesOfErased(db, source, this.erased);
      const { lastLine, profileCount, rejectedLineCount } = await loadLines(db, source, erasedLines);
      if (lastLine === null) return false;
      await db.update(SourceEntity, sourceId, {
        loadedLine: lastLine,
        profileCount: source.profileCount + profileCount,
        rejectedLineCount: source.rejectedLineCount + rejectedLineCount,
      });
      await announce(db, "source", sourceId);
      return true;
    });
  }

  /** Of a source that failed nothing is kept: half a file would be a surprise in every segment. */
  private async end(sourceId: string, outcome: Partial<SourceEntity>): Promise<void> {
    await this.dataSource.transaction(async (db) => {
      const source = await loadingSource(db, sourceId);
      if (!source) return;
      await db.query(`drop table if exists ${stagingTable(source.fileId)}`);
      await db.delete(UploadedFileEntity, source.fileId);
      await db.update(SourceEntity, sourceId, outcome);
      if (outcome.state === "FAILED") {
        await db.delete(ProfileFieldEntity, { sourceId });
        await this.tasks.enqueue(RemoveProfilesTask, { sourceId }, db);
      }
      await announce(db, "source", sourceId);
    });
  }
}

/** The source, held until the transaction ends; null where an earlier attempt has ended it. */
const loadingSource = (db: EntityManager, id: string) =>
  db.findOne(SourceEntity, { where: { id, state: "LOADING" }, lock: { mode: "pessimistic_write" } });
