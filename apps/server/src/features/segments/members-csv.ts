/**
 * `GET /segments/:id/members.csv`: a segment's members with all their attributes, streamed.
 *
 * Reads  : `segment_member`, `profile`, by one cursor in one transaction: nobody who is built in meanwhile shows up half.
 * Writes : nothing.
 * Used by: `compose.ts`.
 */
import { Readable } from "node:stream";
import type { Attributes } from "@keruen/core";
import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { csvLine } from "../../platform/http/csv-line.ts";
import { listProfileFields } from "../profiles/list-profile-fields.ts";
import { SegmentEntity } from "./segment.entity.ts";

const PAGE_SIZE = 1_000;

export function serveMembersCsv(http: FastifyInstance, dataSource: DataSource): void {
  http.get("/segments/:id/members.csv", async (request, reply) => {
    const { id } = request.params as { id: string };
    const segment = await findById(dataSource.manager, SegmentEntity, id);
    if (!segment) {
      const message = "There is no such segment. Open the segment and download from there.";
      return await reply.code(404).send({ code: "not-found", message, requestId: request.id });
    }
    reply.header("content-type", "text/csv; charset=utf-8");
    reply.header("content-disposition", `attachment; filename="members-${id}.csv"`);
    return await reply.send(Readable.from(lines(dataSource, id), { objectMode: false }));
  });
}

type Row = { readonly key: string; readonly attributes: Attributes };

async function* lines(dataSource: DataSource, segmentId: string): AsyncGenerator<string> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction("REPEATABLE READ");
    const fields = (await listProfileFields(runner.manager)).map(({ name }) => name);
    yield `\ufeff${csvLine(["profile", ...fields])}`; // the mark tells spreadsheets that it is UTF-8
    await runner.query(
      `declare members no scroll cursor for
       select key, attributes from segment_member join profile on profile.id = profile_id
       where segment_id = $1 order by profile_id`,
      [segmentId],
    );
    for (;;) {
      const rows: readonly Row[] = await runner.query(`fetch ${PAGE_SIZE} from members`);
      if (rows.length === 0) return;
      yield rows
        .map(({ key, attributes }) => csvLine([key, ...fields.map((field) => cellOf(attributes, field))]))
        .join("");
    }
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

function cellOf(attributes: Attributes, field: string): string | number | null {
  const value = Object.hasOwn(attributes, field) ? attributes[field] : null;
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  return JSON.stringify(value);
}
