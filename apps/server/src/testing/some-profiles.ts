import { randomUUID } from "node:crypto";
import type { DataSource } from "typeorm";

export type SegmentOfProfiles = { readonly segmentId: string; readonly sourceId: string };

/**
 * Puts profiles and a segment of them all straight into the tables, for tests about what comes after.
 *
 * @param profiles - attributes by key; every name becomes a text field.
 */
export async function someProfiles(
  dataSource: DataSource,
  profiles: Readonly<Record<string, Readonly<Record<string, string | number>>>>,
): Promise<SegmentOfProfiles> {
  const [sourceId, segmentId, userId] = [randomUUID(), randomUUID(), randomUUID()];
  const keys = Object.keys(profiles);
  const fields = [...new Set(keys.flatMap((key) => Object.keys(profiles[key]!)))];
  await dataSource.query(
    `insert into source (id, name, state, file_id, file_name, id_field, email_field, profile_count, created_by)
     values ($1, $2, 'READY', $1, 'customers.csv', 'id', 'email', $3, $4)`,
    [sourceId, `Source ${sourceId}`, keys.length, userId],
  );
  await dataSource.query(
    `insert into profile_field (source_id, name, position, type, looks_like_email)
     select $1, field.name, field.position, 'TEXT', field.name = 'email'
     from unnest($2::text[]) with ordinality as field (name, position)`,
    [sourceId, fields],
  );
  await dataSource.query(
    `insert into profile (source_id, key, email, attributes)
     select $1, person.key, lower(person.attributes->>'email'), person.attributes
     from unnest($2::text[], $3::jsonb[]) with ordinality as person (key, attributes, place) order by place`,
    [sourceId, keys, keys.map((key) => JSON.stringify(profiles[key]))],
  );
  await dataSource.query(
    `insert into segment (id, name, kind, state, member_count, built_at, created_by)
     values ($1, $2, 'ALL', 'READY', $3, now(), $4)`,
    [segmentId, `Segment ${segmentId}`, keys.length, userId],
  );
  await dataSource.query(
    "insert into segment_member (segment_id, profile_id) select $1, id from profile where source_id = $2",
    [segmentId, sourceId],
  );
  return { segmentId, sourceId };
}
