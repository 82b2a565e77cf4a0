import type { Sandbox } from "./a-sandbox.ts";

const OF_EXPORT = "segment_id in (select segment_id from export_segment where export_id = $1)";

/** These leave the segments of an export. @param keys - as `anExport` was given them. */
export async function leave({ dataSource }: Sandbox, exportId: string, ...keys: string[]): Promise<void> {
  await dataSource.query(
    `delete from segment_member using profile
     where profile.id = profile_id and profile.key = any($2) and ${OF_EXPORT}`,
    [exportId, keys],
  );
}

/** These come back into the segments of an export, out of the sources that its other members are from. */
export async function comeBack({ dataSource }: Sandbox, exportId: string, ...keys: string[]): Promise<void> {
  await dataSource.query(
    `insert into segment_member (segment_id, profile_id)
     select distinct segment_member.segment_id, profile.id
     from segment_member
     join profile member on member.id = segment_member.profile_id
     join profile on profile.source_id = member.source_id and profile.key = any($2)
     where ${OF_EXPORT}
     on conflict do nothing`,
    [exportId, keys],
  );
}

/** A member's attributes change. */
export async function change(
  { dataSource }: Sandbox,
  exportId: string,
  key: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  await dataSource.query(
    `update profile set attributes = attributes || $3::jsonb
     where key = $2 and id in (select profile_id from segment_member where ${OF_EXPORT})`,
    [exportId, key, JSON.stringify(attributes)],
  );
}
