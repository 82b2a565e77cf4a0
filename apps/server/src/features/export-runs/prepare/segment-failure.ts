import type { EntityManager } from "typeorm";
import { FAILURES, type RunFailure } from "../describe-failure.ts";

/** Why a run's segments do not say yet, or not any more, whom it is about; null where they do. */
export async function segmentFailure(db: EntityManager, runId: string): Promise<RunFailure | null> {
  const rows: readonly { state: string }[] = await db.query(
    `select distinct segment.state
     from export_run run
     join export_segment using (export_id)
     join segment on segment.id = export_segment.segment_id
     where run.id = $1`,
    [runId],
  );
  const states = new Set(rows.map(({ state }) => state));
  if (states.has("FAILED")) return FAILURES.segmentFailed;
  return states.has("BUILDING") ? FAILURES.segmentsBuilding : null;
}
