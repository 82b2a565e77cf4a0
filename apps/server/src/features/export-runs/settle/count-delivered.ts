import type { EntityManager } from "typeorm";

/**
 * How many of a batch are delivered now that one of its jobs is done with: none while another is pending, then everybody
 * whom SendGrid accepted and has not refused since.
 */
export async function countDelivered(db: EntityManager, runId: string, batch: number): Promise<number> {
  const [row] = await db.query(
    `select batch.accepted_count - sum(job.refused_count) as count
     from run_batch batch
     join run_job job on job.run_id = batch.run_id and job.batch = batch.number
     where batch.run_id = $1 and batch.number = $2
     group by batch.accepted_count
     having every(job.settled_at is not null)`,
    [runId, batch],
  );
  return row?.count ?? 0;
}
