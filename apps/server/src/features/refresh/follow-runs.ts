/**
 * What the runs of a refresh have come to, taken over into its steps, all at once.
 *
 * Reads  : the runs that it started, and those that its waiting exports wait for.
 * Writes : `refresh_step`; the change is told, if there is one.
 * Used by: `CarryRefresh`.
 */
import type { DataSource } from "typeorm";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import { ACTIVE_STATES } from "../export-runs/run-state.ts";

/** States of a run that ends by itself: one that asks somebody may wait for days, and a refresh does not wait with it. */
export const UNDER_WAY = ACTIVE_STATES.filter((state) => state !== "AWAITING_APPROVAL");

export async function followRuns(dataSource: DataSource, refreshId: string): Promise<void> {
  await commit(dataSource, "follow-runs", async (db) => {
    const [followed] = await db.query(
      `update refresh_step step set
         state = told.state, code = run.failure_code, message = run.failure_message,
         done_count = run.processed_count, total_count = run.selected_count,
         state_since = case when told.state = 'RUNNING' then step.state_since else coalesce(run.ended_at, now()) end
       from export_run run, lateral (
         select case when run.state = any($2) then 'RUNNING' else run.state end as state) told
       where step.refresh_id = $1 and step.kind = 'EXPORT' and step.state = 'RUNNING' and run.id = step.run_id
         and (step.state, step.code, step.done_count, step.total_count)
           is distinct from (told.state, run.failure_code, run.processed_count, run.selected_count)
       returning step.position`,
      [refreshId, UNDER_WAY],
    );
    const [held] = await db.query(
      `update refresh_step step set code = $2, message = $3
       where refresh_id = $1 and kind = 'EXPORT' and state = 'WAITING' and code is null
         and not exists (select from refresh_step where refresh_id = $1 and kind <> 'EXPORT' and state in ('WAITING', 'RUNNING'))
         and exists (select from export_run run where run.export_id = subject_id and run.state = any($4))
       returning position`,
      [refreshId, "waits-for-run", WAITS, UNDER_WAY],
    );
    if (followed.length + held.length > 0) await announce(db, "refresh", refreshId);
  });
}

const WAITS = "A run of it that began before is still going. Another one begins when that has ended.";
