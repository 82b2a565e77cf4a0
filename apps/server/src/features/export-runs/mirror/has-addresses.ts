import type { EntityManager } from "typeorm";

/** Whether anybody whom a run is about has an address that can be read; else everybody would leave the list. */
export async function hasAddresses(db: EntityManager, runId: string): Promise<boolean> {
  const [{ any }] = await db.query(
    `select exists (select from run_address where run_id = $1)
       or exists (select from run_member where run_id = $1 and is_unchanged) as any`,
    [runId],
  );
  return any;
}
