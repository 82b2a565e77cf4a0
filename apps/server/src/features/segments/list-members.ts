import type { EntityManager } from "typeorm";
import { decodeCursor, pageOf } from "../../platform/database/keyset.ts";
import type { ProfileConnection } from "../profiles/profile.graphql.ts";
import { readProfiles } from "../profiles/read-profiles.ts";
import type { SegmentEntity } from "./segment.entity.ts";

/** A segment's members in the order of their ids, as they were when it was last built. */
export async function listMembers(
  db: EntityManager,
  { id, memberCount }: Pick<SegmentEntity, "id" | "memberCount">,
  first: number,
  after: string | null,
): Promise<ProfileConnection> {
  const [cursor = 0] = after === null ? [] : decodeCursor(after, 1);
  const rows = await readProfiles(db, {
    where: `id in (
      select profile_id from segment_member
      where segment_id = $1 and profile_id > $2::bigint order by profile_id limit ${first + 1})`,
    parameters: [id, cursor],
    limit: first + 1,
  });
  return { ...pageOf(rows, first, (profile) => [Number(profile.id)]), totalCount: memberCount ?? 0 };
}
