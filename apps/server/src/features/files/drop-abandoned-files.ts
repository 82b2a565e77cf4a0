import type { DataSource } from "typeorm";
import type { Logger } from "../../platform/logging/logger.ts";
import { stagingTable } from "./uploaded-file.entity.ts";

const HOUR_MS = 60 * 60 * 1_000;
const FILES_AT_ONCE = 100;

/** Files that nobody made a source of within a day: their rows go, and everything that was learnt of them. */
export class DropAbandonedFiles {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
  ) {}

  /** Now, and every hour. */
  start(): void {
    const run = () =>
      void this.execute().catch((error) =>
        this.logger.warn({ err: error }, "abandoned files: will try again"),
      );
    this.timer = setInterval(run, HOUR_MS).unref();
    run();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** @returns how many were dropped. Any number of processes may do it at once. */
  async execute(): Promise<number> {
    return await this.dataSource.transaction(async (db) => {
      const files: readonly { id: string }[] = await db.query(
        `select id from uploaded_file file
         where created_at < now() - interval '1 day' and not exists (select from source where file_id = file.id)
         limit ${FILES_AT_ONCE} for update skip locked`,
      );
      for (const { id } of files) await db.query(`drop table if exists ${stagingTable(id)}`);
      const ids = files.map(({ id }) => id);
      await db.query("delete from rejected_line where file_id = any($1)", [ids]);
      await db.query("delete from uploaded_file where id = any($1)", [ids]);
      return files.length;
    });
  }
}
