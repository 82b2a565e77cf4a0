import { type DataSource, type EntityManager, QueryFailedError } from "typeorm";

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
  const counted =
    ids.length > 1 ? await inTime(dataSource, withinMs, (db) => countPeople(db, PEOPLE, [ids])) : null;
  if (counted !== null) return { count: counted, isUpperBound: false };
  const [{ count }] = await dataSource.query(
    "select coalesce(sum(member_count), 0)::bigint as count from segment where id::text = any($1)",
    [ids],
  );
  return { count, isUpperBound: ids.length > 1 };
}

/** Where an export puts people. */
export type DeliveryPlace = { readonly exportId: string; readonly listId: string };

/**
 * Those of them whom the export has not put on the list yet.
 *
 * @returns null where counting them would have taken too long.
 */
export async function countNew(
  dataSource: DataSource,
  segmentIds: readonly string[],
  { exportId, listId }: DeliveryPlace,
  withinMs: number,
): Promise<number | null> {
  return await inTime(dataSource, withinMs, (db) =>
    countPeople(db, NEW_PEOPLE, [segmentIds, listId, exportId]),
  );
}

const PEOPLE = `
  select distinct member.profile_id from segment
  join segment_member member on member.segment_id = segment.id where segment.id::text = any($1)`;

const NEW_PEOPLE = `
  select from (${PEOPLE}) person where not exists (
    select from delivery
    where delivery.list_id = $2 and delivery.export_id::text = $3 and delivery.profile_id = person.profile_id
  )`;

async function countPeople(db: EntityManager, people: string, values: readonly unknown[]): Promise<number> {
  const [{ count }] = await db.query(`select count(*) from (${people}) counted`, [...values]);
  return count;
}

/** @returns null where time was up. */
async function inTime<Value>(
  dataSource: DataSource,
  withinMs: number,
  ask: (db: EntityManager) => Promise<Value>,
): Promise<Value | null> {
  try {
    return await dataSource.transaction(async (db) => {
      await db.query("select set_config('statement_timeout', $1, true)", [String(withinMs)]);
      return await ask(db);
    });
  } catch (error) {
    if (isTimeUp(error)) return null;
    throw error;
  }
}

const isTimeUp = (error: unknown) =>
  error instanceof QueryFailedError && (error.driverError as { code?: string }).code === "57014";
