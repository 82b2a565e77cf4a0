import type { EntityManager } from "typeorm";
import type { TaskQueue } from "../../../platform/tasks/task-queue.ts";
import type { ExportRunEntity } from "../export-run.entity.ts";
import { RunExport } from "../run-export.task.ts";
import { ACTIVE_STATES } from "../run-state.ts";

/**
 * The task that carries a run on, in the transaction that gives it something to do. It stands behind as many tasks as its
 * destination has runs that began before it: each destination's first goes before anybody's second, its second before
 * anybody's third.
 *
 * @param startAfter - not before; now where it is absent.
 */
export async function enqueueRun(
  tasks: Pick<TaskQueue, "enqueue">,
  db: EntityManager,
  { id, listId, destinationId }: Pick<ExportRunEntity, "id" | "listId" | "destinationId">,
  startAfter?: Date,
): Promise<void> {
  const [{ behind }] = await db.query(
    `select count(*) as behind from export_run before join export_run run on run.id = $1
     where before.destination_id = run.destination_id and before.state = any($2) and before.state <> 'AWAITING_APPROVAL'
       and (before.queued_at, before.id) < (run.queued_at, run.id)`,
    [id, ACTIVE_STATES],
  );
  const place = { behind, ...(startAfter && { startAfter }) };
  await tasks.enqueue(RunExport, { runId: id, listId, destinationId }, db, place);
}
