import type { EntityManager } from "typeorm";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";

/**
 * A run that writes to a list, or did at some time since: what was read of the list meanwhile says nothing. One that waits
 * for approval, or has not begun, writes nothing.
 */
export async function busyRun(
  db: EntityManager,
  listId: string,
  since: Date | null = null,
): Promise<ExportRunEntity | null> {
  return await db
    .getRepository(ExportRunEntity)
    .createQueryBuilder("run")
    .where("run.listId = :listId and not run.isDryRun and run.preparingAt is not null", { listId })
    .andWhere(
      `case
         when run.endedAt is not null then run.endedAt > :since
         when run.state = 'AWAITING_APPROVAL' then run.stateSince > :since
         else true
       end`,
      { since },
    )
    .orderBy("run.queuedAt", "DESC")
    .limit(1)
    .getOne();
}
