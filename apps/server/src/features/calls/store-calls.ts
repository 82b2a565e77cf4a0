import type { DataSource } from "typeorm";
import { type CallTally, MOST_NOTED } from "./call-tally.ts";

/** Adds to what the run has had so far; of the calls told one by one, the newest stay. */
export async function storeCalls(dataSource: DataSource, runId: string, tally: CallTally): Promise<void> {
  const { totals, notedCalls } = tally;
  await dataSource.query(STORE, [
    runId,
    JSON.stringify(totals),
    JSON.stringify(notedCalls),
    Math.max(0, MOST_NOTED - notedCalls.length),
  ]);
}

/** The last part sees the table as it was before: it leaves room for what the second one adds. */
const STORE = `
  with counted as (
    insert into run_call_total as held
      (run_id, endpoint, status, failure, call_count, total_ms, max_ms, waited_ms, sent_bytes)
    select $1::uuid, endpoint, status, failure, "callCount", "totalMs", "maxMs", "waitedMs", "sentBytes"
    from json_to_recordset($2) as total(endpoint text, status integer, failure text, "callCount" integer,
      "totalMs" bigint, "maxMs" integer, "waitedMs" bigint, "sentBytes" bigint)
    on conflict (run_id, endpoint, status, failure) do update set
      call_count = held.call_count + excluded.call_count,
      total_ms = held.total_ms + excluded.total_ms,
      max_ms = greatest(held.max_ms, excluded.max_ms),
      waited_ms = held.waited_ms + excluded.waited_ms,
      sent_bytes = held.sent_bytes + excluded.sent_bytes
  ), noted as (
    insert into run_call (run_id, attempt, at, endpoint, status, failure, duration_ms, waited_ms, sent_bytes)
    select $1::uuid, attempt, at, endpoint, status, failure, "durationMs", "waitedMs", "sentBytes"
    from json_to_recordset($3) as call(attempt integer, at timestamptz, endpoint text, status integer, failure text,
      "durationMs" integer, "waitedMs" integer, "sentBytes" bigint)
  )
  delete from run_call where run_id = $1 and json_array_length($3) > 0 and id <= (
    select id from run_call where run_id = $1 order by id desc offset $4 limit 1
  )`;
