import type { DataSource } from "typeorm";
import { decodeCursor, type Page, pageOf, pageSize } from "../../platform/database/keyset.ts";
import type { Call, CallTotal } from "./call.graphql.ts";

/** A run's calls by endpoint and answer, where most time went first. */
export const callTotalsOf = (dataSource: DataSource, runId: string): Promise<CallTotal[]> =>
  dataSource.query(
    `select endpoint, nullif(status, 0) as status, nullif(failure, '') as failure, call_count as "callCount",
       total_ms as "totalMs", max_ms as "maxMs", waited_ms as "waitedMs", sent_bytes as "sentBytes"
     from run_call_total where run_id = $1
     order by total_ms + waited_ms desc, endpoint, status, failure`,
    [runId],
  );

/** A run's calls that failed or waited, newest first. */
export async function listCalls(
  dataSource: DataSource,
  runId: string,
  first: number,
  after: string | null,
): Promise<Page<Call> & { totalCount: number }> {
  const size = pageSize(first);
  const [before] = after === null ? [null] : decodeCursor(after, 1);
  const [{ totalCount }] = await dataSource.query(
    `select count(*) as "totalCount" from run_call where run_id = $1`,
    [runId],
  );
  const rows: readonly (Call & { id: number })[] = await dataSource.query(
    `select id, at, attempt, endpoint, nullif(status, 0) as status, nullif(failure, '') as failure,
       duration_ms as "durationMs", waited_ms as "waitedMs", sent_bytes as "sentBytes"
     from run_call where run_id = $1 and ($2::bigint is null or id < $2)
     order by id desc limit $3`,
    [runId, before, size + 1],
  );
  return { ...pageOf(rows, size, ({ id }) => [id]), totalCount };
}
