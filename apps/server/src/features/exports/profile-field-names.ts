import type { EntityManager } from "typeorm";

/** Names of the attributes that profiles have, over all sources. */
export async function profileFieldNames(db: EntityManager): Promise<readonly string[]> {
  const rows: readonly { name: string }[] = await db.query(
    "select distinct name from profile_field order by name",
  );
  return rows.map(({ name }) => name);
}
