import type { DataSource } from "typeorm";

export type Overheard = { readonly sql: string; readonly parameters: readonly unknown[] };

type Runner = { query(sql: string, parameters?: unknown[], ...rest: unknown[]): Promise<unknown> };

/** What is asked of the database while something is done, by whatever code. */
export async function overhear(
  dataSource: DataSource,
  work: () => Promise<unknown>,
): Promise<readonly Overheard[]> {
  const runner = dataSource.createQueryRunner();
  const prototype = Object.getPrototypeOf(runner) as Runner;
  await runner.release();
  const { query } = prototype;
  const heard: Overheard[] = [];
  prototype.query = function (this: Runner, sql, parameters = [], ...rest) {
    heard.push({ sql, parameters });
    return query.call(this, sql, parameters, ...rest);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return heard;
}
