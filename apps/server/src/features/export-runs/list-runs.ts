import { type DataSource, In, type SelectQueryBuilder } from "typeorm";
import { decodeCursor, type Page, pageOf, pageSize } from "../../platform/database/keyset.ts";
import { isRowId } from "../../platform/database/row-id.ts";
import { ExportRunEntity } from "./export-run.entity.ts";
import type { RunState } from "./run-state.ts";

export type RunFilter = { readonly exportId: string | null; readonly states: readonly RunState[] | null };

/** Runs, newest first. */
export async function listRuns(
  dataSource: DataSource,
  filter: RunFilter,
  first: number,
  after: string | null,
): Promise<Page<ExportRunEntity> & { totalCount: number }> {
  const size = pageSize(first);
  if (filter.exportId !== null && !isRowId(filter.exportId))
    return { ...pageOf([], size, () => []), totalCount: 0 };
  const runs = filtered(dataSource, filter);
  const totalCount = await runs.clone().getCount();
  if (after !== null) {
    const [queuedAt, id] = decodeCursor(after, 2);
    runs.andWhere("(run.queued_at, run.id) < (:queuedAt, :id)", { queuedAt, id });
  }
  const rows = await runs
    .orderBy("run.queuedAt", "DESC")
    .addOrderBy("run.id", "DESC")
    .limit(size + 1)
    .getMany();
  return { ...pageOf(rows, size, (run) => [run.queuedAt.toISOString(), run.id]), totalCount };
}

function filtered(
  dataSource: DataSource,
  { exportId, states }: RunFilter,
): SelectQueryBuilder<ExportRunEntity> {
  return dataSource
    .getRepository(ExportRunEntity)
    .createQueryBuilder("run")
    .where({ ...(exportId !== null && { exportId }), ...(states !== null && { state: In(states) }) });
}
