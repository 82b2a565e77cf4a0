import { GraphQLError } from "graphql";
import type { DataSource } from "typeorm";
import type { ExportRunEntity } from "../export-run.entity.ts";

type Run = Pick<ExportRunEntity, "id" | "detailsPrunedAt">;

/** What there is to say where an empty list would be a lie. */
export const prunedWords = (detailsPrunedAt: Date): string =>
  `Who was in this run is no longer kept, since ${detailsPrunedAt.toISOString()}. Its counts are.`;

/** @throws {GraphQLError} RUN_DETAILS_PRUNED. */
export function refusePruned({ detailsPrunedAt }: Run): void {
  if (detailsPrunedAt === null) return;
  throw new GraphQLError(prunedWords(detailsPrunedAt), { extensions: { code: "RUN_DETAILS_PRUNED" } });
}

/**
 * Whether a page that has been read was whole. Details go out of sight before the first of them is deleted, so it is asked
 * after the page, not before.
 *
 * @returns the run as it is now.
 */
export async function afterReading(dataSource: DataSource, { id }: Run): Promise<Run> {
  const [row] = await dataSource.query(
    `select id, details_pruned_at as "detailsPrunedAt" from export_run where id = $1`,
    [id],
  );
  return row;
}
