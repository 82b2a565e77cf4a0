/**
 * The rows of a refresh's steps, moved on one at a time, each change told in its transaction.
 *
 * Reads  : `refresh_step`, who depends on whom.
 * Writes : `refresh_step`.
 * Used by: `CarryRefresh`.
 */
import type { DataSource, EntityManager } from "typeorm";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { StepEnd } from "./do-step.ts";
import { UNDER_WAY } from "./follow-runs.ts";
import { RefreshStepEntity } from "./refresh-step.entity.ts";

export type Step = Pick<
  RefreshStepEntity,
  "refreshId" | "position" | "kind" | "subjectId" | "subjectName" | "state" | "tries"
>;

/**
 * The first step that can be done now. One that was under way when a process died comes again; an export whose run is
 * still going from before waits for it.
 */
export async function nextStep(dataSource: DataSource, refreshId: string): Promise<Step | null> {
  return await dataSource
    .getRepository(RefreshStepEntity)
    .createQueryBuilder("step")
    .where("step.refreshId = :refreshId", { refreshId })
    .andWhere(
      `(step.kind <> 'EXPORT' and step.state in ('WAITING', 'RUNNING') or step.kind = 'EXPORT' and step.state = 'WAITING'
        and not exists (
          select from export_run run where run.export_id = step.subject_id and run.state = any(:active)))`,
      { active: UNDER_WAY },
    )
    .orderBy("step.position")
    .limit(1)
    .getOne();
}

/** What keeps a step from being begun: the name of one that it depends on and that failed; null where nothing does. */
export async function blockerOf(db: EntityManager, step: Step): Promise<string | null> {
  const [blocker] = await db.query(
    `select subject_name as name from refresh_step blocker
     where refresh_id = $1 and state in ('FAILED', 'BLOCKED') and (
       $2 = 'SEGMENT' and kind = 'SOURCE' or
       $2 = 'EXPORT' and kind = 'SEGMENT' and subject_id in (
         select segment_id from export_segment where export_id = $3))
     order by position limit 1`,
    [step.refreshId, step.kind, step.subjectId],
  );
  return blocker?.name ?? null;
}

export const blockedBy = (name: string): StepEnd => ({
  ...{ state: "BLOCKED", code: "depends-on-failed", count: null },
  message: `It depends on “${name}”, which failed. Put that right, then refresh again.`,
});

/** @returns whether it may be done: not where it was canceled meanwhile. */
export async function beginStep(dataSource: DataSource, step: Step): Promise<boolean> {
  return await commit(dataSource, "begin-step", async (db) => {
    const { affected } = await db
      .createQueryBuilder()
      .update(RefreshStepEntity)
      .set({ state: "RUNNING", ...(step.state === "WAITING" && { stateSince: () => "now()" }) })
      .where({ refreshId: step.refreshId, position: step.position })
      .andWhere("state in ('WAITING', 'RUNNING')")
      .execute();
    await announce(db, "refresh", step.refreshId);
    return affected === 1;
  });
}

export async function endStep(
  db: EntityManager,
  { refreshId, position }: Step,
  { state, code, message, count }: StepEnd,
): Promise<void> {
  await db.update(
    RefreshStepEntity,
    { refreshId, position },
    { state, code, message, doneCount: count, totalCount: count, stateSince: () => "now()" },
  );
  await announce(db, "refresh", refreshId);
}
