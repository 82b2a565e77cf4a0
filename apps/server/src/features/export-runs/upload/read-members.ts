/**
 * A run's members in the order of their ids, page after page: no long transaction, and resumable anywhere.
 *
 * Reads  : `run_member`, `profile`.
 * Writes : nothing.
 * Used by: `ExportRunner`.
 */
import type { Attributes } from "@keruen/core";
import type { DataSource } from "typeorm";

const PAGE_SIZE = 1_000;

/** Attributes of so many are objects at a time: they die young, and the garbage collector never moves them. */
const PART_SIZE = 250;

/** `hash` stands for the attributes; null where the profile was removed after the run began. */
export type Member = { readonly profileId: number; readonly hash: string | null };

export type MembersPage = {
  readonly members: readonly Member[];
  /** Of each member, in order; null where the profile was removed. Parsed as they are read, a few at a time. */
  readonly attributes: Iterable<Attributes | null>;
};

/** One row for many: three texts are read in half the time of two thousand rows. */
type Part = {
  readonly profileIds: readonly number[];
  readonly hashes: readonly (string | null)[];
  /** A JSON array of them, as text. */
  readonly attributes: string;
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
): AsyncGenerator<MembersPage> {
  const [condition, ...bound] =
    "batch" in range ? [OF_BATCH, range.batch] : range.to === undefined ? [""] : [UP_TO, range.to];
  let cursor = "after" in range ? range.after : 0;
  for (;;) {
    const parts: readonly Part[] = await dataSource.query(
      `select
         json_agg(member.profile_id order by member.profile_id) as "profileIds",
         json_agg(profile.hash order by member.profile_id) as hashes,
         json_agg(profile.attributes order by member.profile_id)::text as attributes
       from (
         select profile_id, (row_number() over (order by profile_id) - 1) / ${PART_SIZE} as part from run_member
         where run_id = $1 and profile_id > $2 and not is_unchanged ${condition}
         order by profile_id
         limit ${PAGE_SIZE}
       ) member
       left join profile on profile.id = member.profile_id
       group by member.part
       order by member.part`,
      [runId, cursor, ...bound],
    );
    const last = parts.at(-1)?.profileIds.at(-1);
    if (last === undefined) return;
    yield { members: parts.flatMap(membersOf), attributes: attributesOf(parts) };
    cursor = last;
  }
}

const membersOf = ({ profileIds, hashes }: Part): Member[] =>
  profileIds.map((profileId, index) => ({ profileId, hash: hashes[index] ?? null }));

function* attributesOf(parts: readonly Part[]): Generator<Attributes | null> {
  for (const { attributes } of parts) yield* JSON.parse(attributes) as readonly (Attributes | null)[];
}

const UP_TO = "and profile_id <= $3";

const OF_BATCH = `
  and profile_id >= (select first_profile_id from run_batch where run_id = $1 and number = $3)
  and profile_id <= (select last_profile_id from run_batch where run_id = $1 and number = $3)
  and not exists (
    select from run_exception exception
    where exception.run_id = $1 and exception.profile_id = run_member.profile_id
  )`;
