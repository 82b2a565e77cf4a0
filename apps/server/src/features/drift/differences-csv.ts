/**
 * `GET /drift-checks/:id/differences.csv`: who is on record or on the list alone, streamed page by page. No address: we keep
 * none, and SendGrid shows a contact by its id.
 *
 * Reads  : `drift_difference`, `profile`.
 * Writes : nothing.
 * Used by: `serveApi`. `?kind=MISSING` and the like narrow it.
 */
import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import { z } from "zod";
import { csvLine } from "../../platform/http/csv-line.ts";
import { DriftCheckEntity } from "./drift-check.entity.ts";
import { DRIFT_KINDS, type DriftKind } from "./drift-check-state.ts";

const PAGE_SIZE = 2_000;
const Params = z.object({ id: z.uuid() });
const Query = z.object({ kind: z.enum(DRIFT_KINDS).optional() });

export function serveDifferencesCsv(http: FastifyInstance, dataSource: DataSource): void {
  http.get("/drift-checks/:id/differences.csv", async (request, reply) => {
    const params = Params.safeParse(request.params);
    const query = Query.safeParse(request.query);
    const check =
      params.success && query.success
        ? await dataSource.getRepository(DriftCheckEntity).findOneBy({ id: params.data.id })
        : null;
    const refuse = async (status: number, code: string, message: string) =>
      await reply.code(status).send({ code, message, requestId: request.id });
    if (!check || !query.success)
      return await refuse(404, "not-found", "There is no such check, or no such kind of difference.");
    if (check.state !== "SUCCEEDED")
      return await refuse(409, "drift-check-not-done", "The check has no result, or none yet.");
    if (await isOutdated(dataSource, check))
      return await refuse(410, "drift-check-outdated", "A later check has come in the place of this one.");
    reply.header("content-type", "text/csv; charset=utf-8");
    reply.header("content-disposition", `attachment; filename="differences-${check.id}.csv"`);
    const kinds = query.data.kind ? [query.data.kind] : DRIFT_KINDS;
    return await reply.send(Readable.from(lines(dataSource, check.id, kinds)));
  });
}

/** Of an export's checks the last alone has its differences. */
async function isOutdated(
  dataSource: DataSource,
  { id, exportId, queuedAt }: DriftCheckEntity,
): Promise<boolean> {
  const [{ any }] = await dataSource.query(
    `select exists (
       select from drift_check
       where export_id = $2 and state = 'SUCCEEDED' and (queued_at, id) > ($3::timestamptz, $1::uuid)
     ) as any`,
    [id, exportId, queuedAt],
  );
  return any;
}

type Difference = {
  readonly addressHash: string;
  readonly profileKey: string | null;
  readonly contactId: string | null;
};

async function* lines(
  dataSource: DataSource,
  checkId: string,
  kinds: readonly DriftKind[],
): AsyncGenerator<string> {
  yield `\ufeff${csvLine(["difference", "profile", "contact_id"])}`; // the mark tells spreadsheets that it is UTF-8
  for (const kind of kinds) {
    let after = "0".repeat(32);
    for (;;) {
      const page: readonly Difference[] = await dataSource.query(
        `select difference.address_hash as "addressHash", difference.contact_id as "contactId",
           coalesce(profile.key, difference.profile_id::text) as "profileKey"
         from drift_difference difference
         left join profile on profile.id = difference.profile_id
         where check_id = $1 and kind = $2 and difference.address_hash > $3::uuid
         order by difference.address_hash
         limit ${PAGE_SIZE}`,
        [checkId, kind, after],
      );
      const last = page.at(-1);
      if (!last) break;
      yield page.map(({ profileKey, contactId }) => csvLine([kind, profileKey, contactId])).join("");
      after = last.addressHash;
    }
  }
}
