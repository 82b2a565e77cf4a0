/**
 * `GET /runs/:id/removed.csv`: whom a run that mirrors took off its list, streamed page by page.
 *
 * Reads  : `run_removal`, `profile`, `erased_profile`.
 * Writes : nothing.
 * Used by: `compose.ts`.
 */
import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import { z } from "zod";
import { csvLine } from "../../../platform/http/csv-line.ts";
import { ExportRunEntity } from "../export-run.entity.ts";
import { afterReading, prunedWords, refusePruned } from "./details-pruned.ts";

const PAGE_SIZE = 2_000;
const Params = z.object({ id: z.uuid() });

export function serveRemovedCsv(http: FastifyInstance, dataSource: DataSource): void {
  http.get("/runs/:id/removed.csv", async (request, reply) => {
    const params = Params.safeParse(request.params);
    const run = params.success
      ? await dataSource.getRepository(ExportRunEntity).findOneBy({ id: params.data.id })
      : null;
    if (!run) {
      return await reply.code(404).send({
        code: "not-found",
        message: "There is no such run. Open the run and download from there.",
        requestId: request.id,
      });
    }
    if (run.detailsPrunedAt) {
      return await reply.code(410).send({
        code: "run-details-pruned",
        message: prunedWords(run.detailsPrunedAt),
        requestId: request.id,
      });
    }
    reply.header("content-type", "text/csv; charset=utf-8");
    reply.header("content-disposition", `attachment; filename="removed-${run.id}.csv"`);
    return await reply.send(Readable.from(lines(dataSource, run)));
  });
}

type Removal = { readonly profileId: number; readonly addressHash: string; readonly profileKey: string };

async function* lines(dataSource: DataSource, run: ExportRunEntity): AsyncGenerator<string> {
  yield `\ufeff${csvLine(["profile", "run"])}`; // the mark tells spreadsheets that it is UTF-8
  let [profileId, addressHash] = [0, "0".repeat(32)];
  for (;;) {
    const page: readonly Removal[] = await dataSource.query(
      `select removal.profile_id as "profileId", removal.address_hash as "addressHash",
         case when exists (select from erased_profile erased where erased.profile_id = removal.profile_id) then 'erased person'
           else coalesce(profile.key, removal.profile_id::text) end as "profileKey"
       from run_removal removal
       left join profile on profile.id = removal.profile_id
       where removal.run_id = $1 and (removal.profile_id, removal.address_hash) > ($2, $3::uuid)
       order by removal.profile_id, removal.address_hash
       limit ${PAGE_SIZE}`,
      [run.id, profileId, addressHash],
    );
    refusePruned(await afterReading(dataSource, run)); // breaks off: half a file is not taken for a whole one
    const last = page.at(-1);
    if (!last) return;
    yield page.map(({ profileKey }) => csvLine([profileKey, run.id])).join("");
    ({ profileId, addressHash } = last);
  }
}
