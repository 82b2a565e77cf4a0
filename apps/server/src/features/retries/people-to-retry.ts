/** Refusals that say nothing of the person: there may be room the next time. */
const MAY_PASS = ["contact-limit"] as const;

/**
 * A query of the profiles that a run which has ended did not get to: its turn never came, SendGrid had no room, or lost
 * them after it had accepted them.
 *
 * @param run - the parameter that names the run, such as `$1`.
 */
export const peopleToRetry = (run: string): string => `
  select member.profile_id
  from export_run parent
  join run_member member on member.run_id = parent.id
  left join run_exception exception on exception.run_id = parent.id and exception.profile_id = member.profile_id
  where parent.id = ${run}::uuid and not member.is_unchanged and case
    when exception.kind = 'REJECTED' then exception.code in (${MAY_PASS.map((code) => `'${code}'`).join(", ")})
    when exception.kind is not null then exception.kind = 'NOT_SENT'
    else member.profile_id > parent.cursor or exists (
      select from run_job job
      join run_batch batch on batch.run_id = job.run_id and batch.number = job.batch
      where job.run_id = parent.id and job.settled_at is null
        and member.profile_id between batch.first_profile_id and batch.last_profile_id
    )
  end`;
