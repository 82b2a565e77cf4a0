/**
 * What became of each profile of a run, page after page in the order of their ids.
 *
 * Only exceptions have rows of their own. Who is unchanged has a mark as a member. The rest follows from the batch whose range a member falls in:
 * delivered when every job of that batch has ended, accepted before, pending or not sent where there is none; of a
 * dry run, to be added.
 *
 * Reads  : `run_member`, `run_exception`, `run_batch`, `run_job`, `profile`, `erased_profile`.
 * Writes : nothing.
 * Used by: the query `outcomes`, the download `outcomes.csv`.
 */
import { matchedValues } from "@keruen/core";
import type { DataSource } from "typeorm";
import type { ExportRunEntity } from "../export-run.entity.ts";
import { ALL_MEMBERS, type MemberKind, membersOfKind } from "./members-of-kind.ts";
import type { Outcome, OutcomeKind } from "./outcome.graphql.ts";

export type OutcomeFilter = { readonly kind: OutcomeKind | null; readonly code: string | null };
export type OutcomeRow = Outcome & { readonly profileId: number };

type Row = Omit<OutcomeRow, "value"> & { readonly attributes: Readonly<Record<string, unknown>> | null };

/** @returns up to `limit` outcomes whose profile comes after `after`. */
export async function listOutcomes(
  dataSource: DataSource,
  run: ExportRunEntity,
  { kind, code }: OutcomeFilter,
  after: number,
  limit: number,
): Promise<readonly OutcomeRow[]> {
  const readValue = valueReader(run);
  const toOutcome = ({ attributes, ...row }: Row): OutcomeRow => ({
    ...row,
    value: readValue(row.field, attributes),
  });
  const page = [run.id, after, limit];
  const rows: readonly Row[] =
    code !== null
      ? await dataSource.query(exceptionsOf(kind === null ? HAVE_CODES : [kind], "and code = $4"), [
          ...page,
          code,
        ])
      : kind !== null && !isMemberKind(kind)
        ? await dataSource.query(exceptionsOf([kind]), page)
        : await dataSource.query(outcomesOf(kind === null ? ALL_MEMBERS : membersOfKind(kind)), page);
  return rows.map(toOutcome);
}

const HAVE_ROWS: readonly OutcomeKind[] = ["REJECTED", "SUPPRESSED", "DUPLICATE", "TO_CHANGE"];
const HAVE_CODES: readonly OutcomeKind[] = ["REJECTED", "SUPPRESSED"];
const isMemberKind = (kind: OutcomeKind): kind is MemberKind => !HAVE_ROWS.includes(kind);

const COLUMNS = `
  coalesce(profile.key, outcome.profile_id::text) as "profileKey", outcome.profile_id as "profileId",
  outcome.kind, outcome.code, outcome.field, outcome.message, outcome.batch,
  coalesce(original.key, outcome.duplicate_of::text) as "duplicateOfKey",
  exists (select from erased_profile erased where erased.profile_id = outcome.profile_id) as "isErased", profile.attributes`;

const inOrder = (kind: OutcomeKind, condition: string) => `
  (select profile_id from run_exception
   where run_id = $1 and kind = '${kind}' ${condition} and profile_id > $2 order by profile_id limit $3)`;

/** Each kind has its place in an index: one by one they are read in order, and no further than the page goes. */
const exceptionsOf = (kinds: readonly OutcomeKind[], condition = "") => `
  with page as materialized (
    select profile_id from (${kinds.map((kind) => inOrder(kind, condition)).join(" union all ")}) found
    order by profile_id limit $3
  )
  select ${COLUMNS}
  from page
  join run_exception outcome on outcome.run_id = $1 and outcome.profile_id = page.profile_id
  left join profile on profile.id = outcome.profile_id
  left join profile original on original.id = outcome.duplicate_of
  order by outcome.profile_id`;

/** The page is cut first, so that what is joined to it never grows with the run. */
const outcomesOf = (members: string) => `
  with page as materialized (${members}
  ), member as (
    select profile_id, is_unchanged, address_hash is not null as is_passed_over
    from page join run_member using (profile_id)
    where run_id = $1
  ), unsettled as materialized (
    select distinct batch from run_job where run_id = $1 and settled_at is null
  ), outcome as (
    select member.profile_id, exception.code, exception.field, exception.message, exception.duplicate_of,
      case when not is_passed_over then coalesce(exception.batch, batch.number) end as batch,
      case
        when is_unchanged then 'UNCHANGED'
        when exception.kind is not null then exception.kind
        when (batch.number is null or (run.is_dry_run and run.to_add_count is null)) and run.ended_at is null
          then 'PENDING'
        when batch.number is null or (run.is_dry_run and run.to_add_count is null) then 'NOT_SENT'
        when run.is_dry_run then 'TO_ADD'
        when batch.is_settled then 'DELIVERED'
        else 'ACCEPTED'
      end as kind
    from member
    join export_run run on run.id = $1
    left join run_exception exception on exception.run_id = $1 and exception.profile_id = member.profile_id
    left join lateral (
      select number, number not in (select batch from unsettled) as is_settled
      from run_batch
      where run_batch.run_id = $1 and run_batch.last_profile_id >= member.profile_id
      order by last_profile_id limit 1
    ) batch on true
  )
  select ${COLUMNS}
  from outcome
  left join profile on profile.id = outcome.profile_id
  left join profile original on original.id = outcome.duplicate_of
  order by outcome.profile_id`;

/** The value of a field as its match makes it of the profile today. */
function valueReader({ matching, targets }: ExportRunEntity) {
  if (!targets) return () => null;
  const valuesOf = matchedValues(matching, targets);
  return (field: string | null, attributes: Row["attributes"]): string | null =>
    (attributes && valuesOf(attributes).find(({ target }) => target === field)?.value) ?? null;
}
