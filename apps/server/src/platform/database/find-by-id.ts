import type { EntityManager, EntityTarget, FindOneOptions, FindOptionsWhere, ObjectLiteral } from "typeorm";
import { isRowId } from "./row-id.ts";

/** The row with this id, or null. What is no UUID cannot be one: asking PostgreSQL would be an error. */
export async function findById<Row extends ObjectLiteral & { id: string }>(
  db: EntityManager,
  entity: EntityTarget<Row>,
  id: string,
  options: Omit<FindOneOptions<Row>, "where"> = {},
): Promise<Row | null> {
  if (!isRowId(id)) return null;
  return await db.findOne(entity, { ...options, where: { id } as FindOptionsWhere<Row> });
}
