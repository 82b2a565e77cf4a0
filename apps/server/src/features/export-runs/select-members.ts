import type { EntityManager } from "typeorm";

/** Fewer are read fast, whatever PostgreSQL thinks of the table. */
const MANY = 10_000;

/**
 * Fixes whom a run is about: everybody in its export's segments as they are now, each once.
 *
 * PostgreSQL is told at once that there are many: it would learn of it by itself only minutes later, and until then
 * would read all of a run's members for each page of them.
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
       order by member.profile_id
       returning 1
     )
     select count(*) from selected`,
    [runId],
  );
  if (count > MANY) await db.query("analyze run_member");
  return count;
}
