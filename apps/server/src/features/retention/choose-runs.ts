import type { EntityManager } from "typeorm";
import type { RetentionSettings } from "./retention-settings.ts";

/**
 * The last run of an export may be retried, and its last success is what it is measured by: both keep their details. So
 * does whatever a run that goes on was made from.
 */
const MAY_GO = `
  run.ended_at is not null and run.details_pruned_at is null and (
    run.export_id is null or run.is_dry_run or exists (
      select from export_run later
      where later.export_id = run.export_id and not later.is_dry_run and later.ended_at > run.ended_at
        and (run.state <> 'SUCCEEDED' or later.state = 'SUCCEEDED')
    )
  ) and not exists (
    select from export_run child where (child.retry_of = run.id or child.undo_of = run.id) and child.ended_at is null
  )`;

const AT_ONCE = 100;

/** Runs whose details are to go, oldest first: those that ended before, and those beyond what all may have together. */
export async function chooseRuns(
  db: EntityManager,
  endedBefore: Date,
  { maxOutcomes }: Pick<RetentionSettings, "maxOutcomes">,
): Promise<readonly string[]> {
  const runs: readonly { id: string }[] = await db.query(
    `select id from (
       select run.id, run.ended_at, ${MAY_GO} as may_go,
         sum(coalesce(run.selected_count, 0)) over (order by run.ended_at desc, run.id) as kept
       from export_run run
       where run.ended_at is not null and run.details_pruned_at is null
     ) run
     where may_go and (ended_at < $1 or kept > $2)
     order by ended_at, id limit ${AT_ONCE}`,
    [endedBefore, maxOutcomes],
  );
  return runs.map(({ id }) => id);
}

/**
 * Takes a run's details out of sight, for good. The row is locked before it is looked at: whoever begins a run from this
 * one has locked it too, and is either seen or comes after.
 *
 * @returns whether it was so, and not meanwhile needed.
 */
export async function takeOutOfSight(db: EntityManager, runId: string): Promise<boolean> {
  await db.query("select from export_run where id = $1 for update", [runId]);
  const [, count] = await db.query(
    `update export_run run set details_pruned_at = now(), is_pruning = true where run.id = $1 and ${MAY_GO}`,
    [runId],
  );
  return count === 1;
}
