import type { EntityManager } from "typeorm";
import type { DetailTable } from "./detail-tables.ts";

/** The key of the last row that is gone; what comes before it is not looked at again. */
export type DetailKey = readonly (string | number)[];

export const firstKey = ({ key }: DetailTable): DetailKey => key.map(({ least }) => least);

/**
 * Deletes the next rows of a run in the order of their key: each page costs the same, however many went before it.
 *
 * @returns the key of the last one; null where there was none left.
 */
export async function deleteDetails(
  db: EntityManager,
  { name, key }: DetailTable,
  runId: string,
  after: DetailKey,
  limit: number,
): Promise<DetailKey | null> {
  const columns = key.map(({ column }) => column);
  const list = columns.join(", ");
  const bound = key.map(({ type }, index) => `$${index + 3}::${type}`).join(", ");
  const [last]: readonly Record<string, string | number>[] = await db.query(
    `with page as materialized (
       select ${list} from ${name} where run_id = $1 and (${list}) > (${bound}) order by ${list} limit $2
     ), gone as (
       delete from ${name} using page
       where ${name}.run_id = $1 and ${columns.map((column) => `${name}.${column} = page.${column}`).join(" and ")}
     )
     select ${list} from page order by ${columns.map((column) => `${column} desc`).join(", ")} limit 1`,
    [runId, limit, ...after],
  );
  return last === undefined ? null : columns.map((column) => last[column]!);
}
