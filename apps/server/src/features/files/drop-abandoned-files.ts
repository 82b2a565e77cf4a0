import type { DataSource } from "typeorm";
import { stagingTable } from "./uploaded-file.entity.ts";

const FILES_AT_ONCE = 100;

/** Files that nobody made a source of within a day: their rows go, and everything that was learnt of them. */
export class DropAbandonedFiles {
  constructor(private readonly dataSource: DataSource) {}

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
