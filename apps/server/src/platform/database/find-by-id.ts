import type { EntityManager, EntityTarget, FindOneOptions, FindOptionsWhere, ObjectLiteral } from "typeorm";

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** The row with this id, or null. What is no UUID cannot be one: asking PostgreSQL would be an error. */
export async function findById<Row extends ObjectLiteral & { id: string }>(
  db: EntityManager,
  entity: EntityTarget<Row>,
  id: string,
  options: Omit<FindOneOptions<Row>, "where"> = {},
): Promise<Row | null> {
  if (!UUID.test(id)) return null;
  return await db.findOne(entity, { ...options, where: { id } as FindOptionsWhere<Row> });
}
