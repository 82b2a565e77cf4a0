import type { EntityManager } from "typeorm";

/**
 * Fixes whom a run is about: everybody in its export's segments as they are now, each once.
 *
 * @returns how many.
 */
export async function selectMembers(db: EntityManager, runId: string): Promise<number> {
  const [{ count }] = await db.query(
    `with selected as (
       insert into run_member (run_id, profile_id)
       select distinct run.id, member.profile_id
       from export_run run
       join export_segment using (export_id)
       join segment_member member using (segment_id)
       join profile on profile.id = member.profile_id
       where run.id = $1
       returning 1
     )
     select count(*) from selected`,
    [runId],
  );
  return count;
}
