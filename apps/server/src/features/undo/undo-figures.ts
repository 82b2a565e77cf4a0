/**
 * What an undo would do, in people, by the records of this moment.
 *
 * Reads  : `delivery`, `run_address`, `run_removal`, `run_member`, `export_run`, `profile`.
 * Writes : nothing.
 * Used by: `UndoRun`.
 */
import type { EntityManager } from "typeorm";
import type { ExportRunEntity } from "../export-runs/export-run.entity.ts";

export type UndoFigures = {
  /** Added by the run, and taken off. */
  readonly toRemove: number;
  /** Removed by the run, and sent again. */
  readonly toSendAgain: number;
  /** Added by the run, and held on the list by another export. */
  readonly claimed: number;
  /** Removed by the run, and without a profile today: nothing is known of them that could be sent. */
  readonly unknown: number;
  /** Added or removed by the run, and put on or taken off since by another one. */
  readonly changed: number;
};

export async function undoFigures(
  db: EntityManager,
  { id, exportId, listId, queuedAt }: ExportRunEntity,
): Promise<UndoFigures> {
  const [figures] = await db.query(FIGURES, [id, exportId, listId, queuedAt]);
  return figures;
}

/** A later run that changed who is on the list, for good: neither an undo, nor undone itself. */
const LASTS = `
  later.export_id = $2 and later.id <> $1 and later.queued_at >= $4::timestamptz
  and later.undo_of is null and not later.is_dry_run
  and not exists (select from export_run undo where undo.undo_of = later.id and undo.state = 'SUCCEEDED')`;

/** Whom the run has added is looked up by whom it was about: the export may have many more on its list. */
const FIGURES = `
  with added as (
    select exists (
      select from delivery claim
      where claim.list_id = $3 and claim.address_hash = delivery.address_hash and claim.export_id <> $2
    ) as is_claimed
    from run_address address
    join delivery on delivery.list_id = $3 and delivery.address_hash = address.address_hash and delivery.export_id = $2
    where address.run_id = $1 and delivery.added_run_id = $1
      and not exists (
        select from run_removal former where former.run_id = $1 and former.profile_id = delivery.profile_id
      )
  ), removed as (
    select profile.id is not null as is_known,
      exists (
        select from delivery back
        where back.list_id = $3 and back.address_hash = removal.address_hash and back.export_id = $2
          and not exists (select from export_run undo where undo.id = back.run_id and undo.undo_of = $1)
      ) or exists (
        select from export_run later
        join run_removal again on again.run_id = later.id
          and again.profile_id = removal.profile_id and again.address_hash = removal.address_hash
        where ${LASTS}
      ) as is_changed
    from run_removal removal
    left join profile on profile.id = removal.profile_id
    where removal.run_id = $1 and not exists (
      select from run_member member where member.run_id = $1 and member.profile_id = removal.profile_id
    )
  ), removed_since as (
    select count(*) as count
    from run_removal removal join export_run later on later.id = removal.run_id
    where removal.added_run_id = $1 and ${LASTS}
  )
  select
    (select count(*) from added where not is_claimed) as "toRemove",
    (select count(*) from added where is_claimed) as claimed,
    (select count(*) from removed where is_known) as "toSendAgain",
    (select count(*) from removed where not is_known) as unknown,
    (select count(*) from removed where is_changed) + (select count from removed_since) as changed`;
