import type { DataSource } from "typeorm";
import { decodeCursor, type Page, pageOf, pageSize } from "../../platform/database/keyset.ts";
import { ErasureEntity } from "./erasure.entity.ts";

/** Erasures, newest first. */
export async function listErasures(
  dataSource: DataSource,
  first: number,
  after: string | null,
): Promise<Page<ErasureEntity> & { totalCount: number }> {
  const size = pageSize(first);
  const erasures = dataSource.getRepository(ErasureEntity).createQueryBuilder("erasure");
  const totalCount = await erasures.clone().getCount();
  if (after !== null) {
    const [requestedAt, id] = decodeCursor(after, 2);
    erasures.where("(erasure.requested_at, erasure.id) < (:requestedAt, :id)", { requestedAt, id });
  }
  const rows = await erasures
    .orderBy("erasure.requestedAt", "DESC")
    .addOrderBy("erasure.id", "DESC")
    .limit(size + 1)
    .getMany();
  return { ...pageOf(rows, size, ({ requestedAt, id }) => [requestedAt.toISOString(), id]), totalCount };
}
