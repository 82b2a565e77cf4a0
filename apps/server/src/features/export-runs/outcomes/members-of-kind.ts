/**
 * Which members of a run have an outcome of a kind that has no row of its own, in the order of their ids: found through the
 * batches that have such members, so that a rare kind costs no more than a common one.
 *
 * Reads  : `run_member`, `run_batch`, `run_job`, `run_exception`; parameters are run, profile to come after, limit.
 * Writes : nothing.
 * Used by: `listOutcomes`.
 */
import { unreachable } from "@keruen/core";
import type { OutcomeKind } from "./outcome.graphql.ts";

/** Of the others each outcome is a row of `run_exception`. */
export type MemberKind = Extract<
  OutcomeKind,
  "UNCHANGED" | "DELIVERED" | "ACCEPTED" | "TO_ADD" | "PENDING" | "NOT_SENT"
>;

/** Every member of the run. */
export const ALL_MEMBERS = `
  select profile_id from run_member where run_id = $1 and profile_id > $2 order by profile_id limit $3`;

const UNCHANGED = `
  select profile_id from run_member
  where run_id = $1 and profile_id > $2 and is_unchanged order by profile_id limit $3`;

/** Looked up one by one: joined, all exceptions of the run would be read for a page. */
const IS_NO_EXCEPTION = `
  (select exception.kind from run_exception exception
   where exception.run_id = $1 and exception.profile_id = member.profile_id) is null`;

/** Batch after batch, until there are enough. */
const inBatches = (condition: string) => `
  select within.profile_id
  from export_run run
  join run_batch batch on batch.run_id = run.id and batch.last_profile_id > $2
  cross join lateral (
    select member.profile_id from run_member member
    where member.run_id = $1 and not member.is_unchanged
      and member.profile_id > $2 and member.profile_id between batch.first_profile_id and batch.last_profile_id
      and ${IS_NO_EXCEPTION}
    order by member.profile_id limit $3
  ) within
  where run.id = $1 and ${condition}
  order by batch.last_profile_id, within.profile_id limit $3`;

const IS_UNSETTLED = `
  batch.number in (select job.batch from run_job job where job.run_id = $1 and job.settled_at is null)`;

/** Whose turn has not come, or never came: after the last batch; of a dry run that has no plan, everybody. */
const afterBatches = (condition: string) => `
  select member.profile_id
  from export_run run
  cross join lateral (
    select coalesce(max(last_profile_id), 0) as last_profile_id from run_batch
    where run_id = $1 and not (run.is_dry_run and run.to_add_count is null)
  ) batches
  join lateral (
    select profile_id from run_member member
    where member.run_id = $1 and not member.is_unchanged
      and member.profile_id > $2 and member.profile_id > batches.last_profile_id and ${IS_NO_EXCEPTION}
    order by profile_id limit $3
  ) member on true
  where run.id = $1 and ${condition}`;

/** Those, too, who were set aside when their batch ended early. */
const NOT_SENT = `
  (${afterBatches("run.ended_at is not null")})
  union all
  (select profile_id from run_exception
   where run_id = $1 and kind = 'NOT_SENT' and profile_id > $2 order by profile_id limit $3)
  order by profile_id limit $3`;

export function membersOfKind(kind: MemberKind): string {
  switch (kind) {
    case "UNCHANGED":
      return UNCHANGED;
    case "DELIVERED":
      return inBatches(`not run.is_dry_run and not ${IS_UNSETTLED}`);
    case "ACCEPTED":
      return inBatches(`not run.is_dry_run and ${IS_UNSETTLED}`);
    case "TO_ADD":
      return inBatches("run.is_dry_run and run.to_add_count is not null");
    case "PENDING":
      return afterBatches("run.ended_at is null");
    case "NOT_SENT":
      return NOT_SENT;
    default:
      return unreachable(kind);
  }
}
