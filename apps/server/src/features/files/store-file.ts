/**
 * Takes a file in: its rows into a staging table of its own, what was learnt of it into `uploaded_file`.
 *
 * Reads  : a stream of any size, in constant memory; the database sets the pace.
 * Writes : `staging.file_<id>`, `uploaded_file`, `rejected_line`: all of it in one transaction, or nothing.
 * Used by: `POST /files`, `LoadSampleData`.
 */
import { randomUUID } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { fail, ok, type Result } from "@keruen/core";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { DataSource, EntityManager } from "typeorm";
import type { Principal } from "../access/principal.ts";
import { type FileRefusal, FileRefused } from "./file-refusal.ts";
import { type OpenedFile, openFile } from "./reading/open-file.ts";
import { readRows } from "./reading/read-rows.ts";
import { keepRejectedLines } from "./rejected-line.ts";
import { COPY_OPTIONS, StagedRows } from "./staged-rows.ts";
import { stagingTable, UploadedFileEntity } from "./uploaded-file.entity.ts";
import { describeFile, type UploadedFile } from "./uploaded-file.ts";

export class StoreFile {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * @param source - CSV or NDJSON, packed with gzip or not.
   * @throws what the source throws; nothing is kept then.
   */
  async execute(
    name: string,
    source: AsyncIterable<Buffer>,
    principal: Principal,
  ): Promise<Result<UploadedFile, FileRefusal>> {
    const counted = new CountedBytes(source);
    try {
      const opened = await openFile(counted);
      const format = opened.format.kind;
      const id = randomUUID();
      return await this.dataSource.transaction(async (db) => {
        const rows = await stageRows(db, id, opened);
        const file = { id, name, sizeBytes: counted.bytes, format };
        await db.insert(UploadedFileEntity, { ...file, ...storedOf(rows), createdBy: principal.userId });
        await keepRejectedLines(db, id, rows.rejectedLines);
        return ok(describeFile(file, rows));
      });
    } catch (error) {
      if (error instanceof FileRefused) return fail(error.refusal);
      throw error;
    }
  }
}

async function stageRows(db: EntityManager, fileId: string, opened: OpenedFile): Promise<StagedRows> {
  const table = stagingTable(fileId);
  const rows = new StagedRows(opened.format.kind === "csv" ? opened.format.columns : []);
  async function* lines() {
    for await (const _ of readRows(opened, rows)) yield rows.take();
  }
  await db.query(`create table ${table} (line bigint not null, attributes jsonb not null)`);
  const client: PoolClient = await db.queryRunner?.connect();
  await pipeline(lines, client.query(copyFrom(`copy ${table} from stdin with (${COPY_OPTIONS})`)));
  if (rows.rowCount + rows.rejectedLineCount === 0)
    throw new FileRefused("file-without-rows", "There is no row below the names of the columns.");
  await db.query(`alter table ${table} add primary key (line)`); // now, for the load reads by lines
  return rows;
}

const storedOf = ({ rowCount, rejectedLineCount, columns }: StagedRows) => ({
  rowCount,
  rejectedLineCount,
  columns: columns.map(({ name, type, looksLikeEmail }) => ({ name, type, looksLikeEmail })),
});

class CountedBytes implements AsyncIterable<Buffer> {
  bytes = 0;

  constructor(private readonly source: AsyncIterable<Buffer>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for await (const chunk of this.source) {
      this.bytes += chunk.length;
      yield chunk;
    }
  }
}
