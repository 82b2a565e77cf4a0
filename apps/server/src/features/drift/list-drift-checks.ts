import type { DataSource } from "typeorm";
import { decodeCursor, type Page, pageOf, pageSize } from "../../platform/database/keyset.ts";
import { isRowId } from "../../platform/database/row-id.ts";
import { DriftCheckEntity } from "./drift-check.entity.ts";

/** Checks of an export, newest first. */
export async function listDriftChecks(
  dataSource: DataSource,
  exportId: string,
  first: number,
  after: string | null,
): Promise<Page<DriftCheckEntity> & { totalCount: number }> {
  const size = pageSize(first);
  if (!isRowId(exportId)) return { ...pageOf([], size, () => []), totalCount: 0 };
  const checks = dataSource
    .getRepository(DriftCheckEntity)
    .createQueryBuilder("drift")
    .where("drift.exportId = :exportId", { exportId });
  const totalCount = await checks.clone().getCount();
  if (after !== null) {
    const [queuedAt, id] = decodeCursor(after, 2);
    checks.andWhere("(drift.queued_at, drift.id) < (:queuedAt, :id)", { queuedAt, id });
  }
  const rows = await checks
    .orderBy("drift.queuedAt", "DESC")
    .addOrderBy("drift.id", "DESC")
    .limit(size + 1)
    .getMany();
  return { ...pageOf(rows, size, (check) => [check.queuedAt.toISOString(), check.id]), totalCount };
}
