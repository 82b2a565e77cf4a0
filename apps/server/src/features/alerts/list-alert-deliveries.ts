import type { DataSource } from "typeorm";
import { decodeCursor, type Page, pageOf, pageSize } from "../../platform/database/keyset.ts";
import { AlertDeliveryEntity } from "./alert-delivery.entity.ts";

/** Alerts and what became of them, newest first. */
export async function listAlertDeliveries(
  dataSource: DataSource,
  first: number,
  after: string | null,
): Promise<Page<AlertDeliveryEntity> & { totalCount: number }> {
  const size = pageSize(first);
  const deliveries = dataSource.getRepository(AlertDeliveryEntity).createQueryBuilder("delivery");
  const totalCount = await deliveries.clone().getCount();
  if (after !== null) {
    const [createdAt, id] = decodeCursor(after, 2);
    deliveries.where("(delivery.created_at, delivery.id) < (:createdAt, :id)", { createdAt, id });
  }
  const rows = await deliveries
    .orderBy("delivery.createdAt", "DESC")
    .addOrderBy("delivery.id", "DESC")
    .limit(size + 1)
    .getMany();
  return { ...pageOf(rows, size, ({ createdAt, id }) => [createdAt.toISOString(), id]), totalCount };
}
