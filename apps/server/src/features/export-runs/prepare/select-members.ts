/**
 * Whom a run is about, fixed as it begins, and whom of them it need not even look at.
 *
 * Reads  : the export's segments, `profile`, `delivery`, `run_suppression`; of a part of a run, that run.
 * Writes : `run_member`.
 * Used by: `prepareRun`.
 */
import type { EntityManager } from "typeorm";
import { peopleToRetry } from "../../retries/people-to-retry.ts";
import { peopleToPutBack } from "../../undo/people-to-put-back.ts";
import type { ExportRunEntity } from "../export-run.entity.ts";

/** Fewer are read fast, whatever PostgreSQL thinks of the table. */
const MANY = 10_000;

export type SelectedMembers = { readonly selectedCount: number; readonly unchangedCount: number };

export type SelectingRun = Pick<ExportRunEntity, "id" | "exportId" | "listId" | "retryOf" | "undoOf">;

/**
 * Everybody in the export's segments as they are now, each once. Unchanged is whose attributes are those that their
 * delivery was made from, by the same matching, unless they have become suppressed.
 *
 * The segments are named one by one: only so does PostgreSQL know how many members it will meet. And it is told at once
 * how many there are in the run: it would learn of it by itself only minutes later, and until then would read all of a
 * run's members for each page of them. It is read in parallel into a temporary table, which an insert cannot do.
 *
 * @param matchingHash - {@link matchingHash}; null where everybody is to be looked at.
 */
export async function selectMembers(
  db: EntityManager,
  run: SelectingRun,
  matchingHash: string | null,
): Promise<SelectedMembers> {
  const { id, exportId, listId, undoOf } = run;
  const segments: readonly { id: string }[] = await db.query(
    "select segment_id as id from export_segment where export_id = $1",
    [exportId],
  );
  await db.query(
    `create temporary table selected on commit drop as
     select distinct on (profile.id) profile.id as profile_id, known.address_hash
     from (${peopleOf(run)}) member
     join profile on profile.id = member.profile_id
     left join delivery known on ${IS_KNOWN}
     order by profile.id, known.address_hash`,
    [id, undoOf ?? segments.map((segment) => segment.id), exportId, listId, matchingHash],
  );
  await db.query(
    `insert into run_member (run_id, profile_id, is_unchanged, address_hash)
     select $1::uuid, profile_id, address_hash is not null, address_hash from selected order by profile_id`,
    [id],
  );
  const [selected] = await db.query(
    `select count(*) as "selectedCount", count(address_hash) as "unchangedCount" from selected`,
  );
  if (selected.selectedCount > MANY) await db.query("analyze run_member");
  return selected;
}

/** `$1` is the run, `$2` its segments; of an undo, the run that it undoes. */
function peopleOf({ retryOf, undoOf }: SelectingRun): string {
  if (undoOf !== null) return peopleToPutBack("$2");
  const members = "select profile_id from segment_member where segment_id = any($2::uuid[])";
  const parent = "(select retry_of from export_run where id = $1)";
  return retryOf === null ? members : `${members} and profile_id in (${peopleToRetry(parent)})`;
}

/** Whom a run was about to remove may be off the list already. */
const IS_KNOWN = `
  known.list_id = $4 and known.export_id = $3 and known.profile_id = profile.id
  and known.profile_hash = profile.hash and known.matching_hash = $5::uuid
  and known.payload_hash is not null and known.removing_run_id is null
  and not exists (
    select from run_suppression suppressed
    where suppressed.run_id = $1 and suppressed.address_hash = known.address_hash
  )`;
