/**
 * A query of the profiles that a run took off its list because they had left. Who only changed their address was in the run,
 * and is on the list under the new one.
 *
 * @param run - the parameter that names the run, such as `$1`.
 */
export const peopleToPutBack = (run: string): string => `
  select removal.profile_id
  from run_removal removal
  where removal.run_id = ${run}::uuid and not exists (
    select from run_member member
    where member.run_id = removal.run_id and member.profile_id = removal.profile_id
  )`;
