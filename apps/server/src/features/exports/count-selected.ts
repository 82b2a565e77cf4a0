import { type DataSource, QueryFailedError } from "typeorm";

/** People in some segments, each once. */
export type SelectedCount = {
  readonly count: number;
  /** They are this many at most: telling who is in more than one segment would have taken too long. */
  readonly isUpperBound: boolean;
};

/** One segment has its count; several are counted together, for a person may be in more than one. */
export async function countSelected(
  dataSource: DataSource,
  segmentIds: readonly string[],
  withinMs: number,
): Promise<SelectedCount> {
  const ids = [...new Set(segmentIds)];
  const counted = ids.length > 1 ? await countEachOnce(dataSource, ids, withinMs) : null;
  if (counted !== null) return { count: counted, isUpperBound: false };
  const [{ count }] = await dataSource.query(
    "select coalesce(sum(member_count), 0)::bigint as count from segment where id::text = any($1)",
    [ids],
  );
  return { count, isUpperBound: ids.length > 1 };
}

/** @returns null where time was up. */
async function countEachOnce(
  dataSource: DataSource,
  segmentIds: readonly string[],
  withinMs: number,
): Promise<number | null> {
  try {
    return await dataSource.transaction(async (db) => {
      await db.query("select set_config('statement_timeout', $1, true)", [String(withinMs)]);
      const [{ count }] = await db.query(
        `select count(*) from (
           select distinct member.profile_id from segment
           join segment_member member on member.segment_id = segment.id where segment.id::text = any($1)
         ) person`,
        [segmentIds],
      );
      return count;
    });
  } catch (error) {
    if (isTimeUp(error)) return null;
    throw error;
  }
}

const isTimeUp = (error: unknown) =>
  error instanceof QueryFailedError && (error.driverError as { code?: string }).code === "57014";
