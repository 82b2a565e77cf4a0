/**
 * `GET /runs/:id/outcomes.csv`: what became of each profile, streamed page by page.
 *
 * Reads  : what `listOutcomes` reads.
 * Writes : nothing.
 * Used by: `compose.ts`. `?kind=REJECTED` and the like narrow it.
 */
import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import { z } from "zod";
import { csvLine } from "../../../platform/http/csv-line.ts";
import { ExportRunEntity } from "../export-run.entity.ts";
import { afterReading, prunedWords, refusePruned } from "./details-pruned.ts";
import { listOutcomes, type OutcomeFilter, type OutcomeRow } from "./list-outcomes.ts";
import { OutcomeKind } from "./outcome.graphql.ts";

const PAGE_SIZE = 2_000;
const HEADER = ["profile", "outcome", "code", "field", "value", "message", "duplicate_of", "batch"];
const Params = z.object({ id: z.uuid() });
const Query = z.object({ kind: z.enum(OutcomeKind).optional(), code: z.string().optional() });

export function serveOutcomesCsv(http: FastifyInstance, dataSource: DataSource): void {
  http.get("/runs/:id/outcomes.csv", async (request, reply) => {
    const params = Params.safeParse(request.params);
    const query = Query.safeParse(request.query);
    const run =
      params.success && query.success
        ? await dataSource.getRepository(ExportRunEntity).findOneBy({ id: params.data.id })
        : null;
    if (!run || !query.success) {
      return await reply.code(404).send({
        code: "not-found",
        message: "There is no such run, or no such kind of outcome. Open the run and download from there.",
        requestId: request.id,
      });
    }
    const { kind = null, code = null } = query.data;
    if (run.detailsPrunedAt) {
      return await reply.code(410).send({
        code: "run-details-pruned",
        message: prunedWords(run.detailsPrunedAt),
        requestId: request.id,
      });
    }
    reply.header("content-type", "text/csv; charset=utf-8");
    reply.header("content-disposition", `attachment; filename="outcomes-${run.id}.csv"`);
    return await reply.send(Readable.from(lines(dataSource, run, { kind, code })));
  });
}

async function* lines(
  dataSource: DataSource,
  run: ExportRunEntity,
  filter: OutcomeFilter,
): AsyncGenerator<string> {
  yield `\ufeff${csvLine(HEADER)}`; // the mark tells spreadsheets that it is UTF-8
  let after = 0;
  for (;;) {
    const page = await listOutcomes(dataSource, run, filter, after, PAGE_SIZE);
    refusePruned(await afterReading(dataSource, run)); // breaks off: half a file is not taken for a whole one
    if (page.length > 0) yield page.map((row) => csvLine(cellsOf(row))).join("");
    if (page.length < PAGE_SIZE) return;
    after = page.at(-1)!.profileId;
  }
}

const cellsOf = (row: OutcomeRow) => [
  row.isErased ? "erased person" : row.profileKey,
  row.kind,
  row.code,
  row.field,
  row.value,
  row.message,
  row.duplicateOfKey,
  row.batch,
];
