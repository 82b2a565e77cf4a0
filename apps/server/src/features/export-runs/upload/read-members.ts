/**
 * A run's members in the order of their ids, page after page: no long transaction, and resumable anywhere.
 *
 * Reads  : `run_member`, `profile`.
 * Writes : nothing.
 * Used by: `ExportRunner`.
 */
import type { Attributes } from "@keruen/core";
import type { DataSource } from "typeorm";

const PAGE_SIZE = 2_000;

/** `attributes` and `hash`, which stands for them, are null where the profile was removed after the run began. */
export type Member = {
  readonly profileId: number;
  readonly attributes: Attributes | null;
  readonly hash: string | null;
};

/** One row for all of them: three texts are read in half the time of two thousand rows. */
type Page = {
  readonly profileIds: readonly number[];
  readonly attributes: readonly (Attributes | null)[];
  readonly hashes: readonly (string | null)[];
};

/**
 * Members after the last profile that is done, 0 to begin, to the last of all or a given one; or those of one batch that
 * have no exception. Who is known to be unchanged is left out.
 */
export type MemberRange = { readonly after: number; readonly to?: number } | { readonly batch: number };

export async function* readMembers(
  dataSource: DataSource,
  runId: string,
  range: MemberRange,
): AsyncGenerator<readonly Member[]> {
  const [condition, ...bound] =
    "batch" in range ? [OF_BATCH, range.batch] : range.to === undefined ? [""] : [UP_TO, range.to];
  let cursor = "after" in range ? range.after : 0;
  for (;;) {
    const [page]: readonly [Page] = await dataSource.query(
      `select
         coalesce(json_agg(member.profile_id order by member.profile_id), '[]') as "profileIds",
         coalesce(json_agg(profile.attributes order by member.profile_id), '[]') as attributes,
         coalesce(json_agg(profile.hash order by member.profile_id), '[]') as hashes
       from (
         select profile_id from run_member
         where run_id = $1 and profile_id > $2 and not is_unchanged ${condition}
         order by profile_id
         limit ${PAGE_SIZE}
       ) member
       left join profile on profile.id = member.profile_id`,
      [runId, cursor, ...bound],
    );
    const last = page.profileIds.at(-1);
    if (last === undefined) return;
    yield page.profileIds.map((profileId, index) => ({
      profileId,
      attributes: page.attributes[index] ?? null,
      hash: page.hashes[index] ?? null,
    }));
    cursor = last;
  }
}

const UP_TO = "and profile_id <= $3";

const OF_BATCH = `
  and profile_id >= (select first_profile_id from run_batch where run_id = $1 and number = $3)
  and profile_id <= (select last_profile_id from run_batch where run_id = $1 and number = $3)
  and not exists (
    select from run_exception exception
    where exception.run_id = $1 and exception.profile_id = run_member.profile_id
  )`;
