/**
 * What a run's new state is worth telling, written beside it: both are there, or neither is.
 *
 * Reads  : the run, the end of the one before it, what its export allows, channels.
 * Writes : `alert_delivery`, a row for each channel that wants to know.
 * Used by: `moveRun`, in its transaction, with the row locked: each state is entered once.
 */
import type { EntityManager } from "typeorm";

/** One in twenty. */
export const USUAL_MAX_REJECTED_SHARE = 0.05;

export async function raiseAlerts(db: EntityManager, runId: string): Promise<void> {
  await db.query(RAISE, [runId]);
}

/** Of an export that has been removed meanwhile, the share is the usual one. Of a dry run nothing is told, and it counts for nothing. */
const RAISE = `
  with moved as (
    select run.*, coalesce(export.max_rejected_share, ${USUAL_MAX_REJECTED_SHARE}) as max_rejected_share
    from export_run run left join export on export.id = run.export_id
    where run.id = $1 and not run.is_dry_run
  ),
  raised as (
    select 'RUN_FAILED' as kind from moved where state = 'FAILED'
    union all
    select 'RUN_AWAITING_APPROVAL' from moved where state = 'AWAITING_APPROVAL'
    union all
    select 'REJECTED_SHARE_HIGH' from moved
    where state in ('SUCCEEDED', 'FAILED') and rejected_count > selected_count * max_rejected_share
    union all
    select 'RUN_RECOVERED' from moved
    where state = 'SUCCEEDED' and 'FAILED' = (
      select earlier.state from export_run earlier
      where earlier.export_id = moved.export_id and earlier.state in ('SUCCEEDED', 'FAILED') and earlier.id <> moved.id
        and not earlier.is_dry_run
      order by earlier.ended_at desc limit 1)
  )
  insert into alert_delivery (channel_id, kind, run_id, facts)
  select channel.id, raised.kind, moved.id, jsonb_build_object(
    'run', jsonb_build_object('id', moved.id, 'state', moved.state, 'failureCode', moved.failure_code,
      'approvalCode', moved.approval_reason ->> 'code'),
    'export', jsonb_build_object('id', moved.export_id, 'name', moved.export_name),
    'counts', jsonb_build_object('selected', moved.selected_count, 'delivered', moved.delivered_count,
      'unchanged', moved.unchanged_count, 'rejected', moved.rejected_count, 'suppressed', moved.suppressed_count,
      'duplicate', moved.duplicate_count, 'notSent', moved.not_sent_count, 'removed', moved.removed_count))
  from moved cross join raised join alert_channel channel on channel.is_on and raised.kind = any(channel.alerts)
  on conflict do nothing`;
