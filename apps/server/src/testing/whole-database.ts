import type { DataSource } from "typeorm";

/** Which tables have a row that says any of these, in any column of any schema, capitals or not. */
export async function tablesThatSay(
  dataSource: DataSource,
  ...words: readonly string[]
): Promise<readonly string[]> {
  const tables: readonly { name: string }[] = await dataSource.query(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [{ any }] = await dataSource.query(
      `select exists (
         select from ${name} as whole, unnest($1::text[]) as word where strpos(lower(whole::text), lower(word)) > 0
       ) as any`,
      [words],
    );
    if (any) found.push(name);
  }
  return found;
}
