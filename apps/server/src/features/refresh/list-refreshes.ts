import type { DataSource } from "typeorm";
import { decodeCursor, type Page, pageOf, pageSize } from "../../platform/database/keyset.ts";
import { RefreshEntity } from "./refresh.entity.ts";

/** Refreshes, newest first. */
export async function listRefreshes(
  dataSource: DataSource,
  first: number,
  after: string | null,
): Promise<Page<RefreshEntity> & { totalCount: number }> {
  const size = pageSize(first);
  const refreshes = dataSource.getRepository(RefreshEntity).createQueryBuilder("refresh");
  const totalCount = await refreshes.clone().getCount();
  if (after !== null) {
    const [startedAt, id] = decodeCursor(after, 2);
    refreshes.where("(refresh.started_at, refresh.id) < (:startedAt, :id)", { startedAt, id });
  }
  const rows = await refreshes
    .orderBy("refresh.startedAt", "DESC")
    .addOrderBy("refresh.id", "DESC")
    .limit(size + 1)
    .getMany();
  return { ...pageOf(rows, size, ({ startedAt, id }) => [startedAt.toISOString(), id]), totalCount };
}
