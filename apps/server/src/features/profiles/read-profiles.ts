/**
 * Profiles as the contract shows them: attributes in the order of their source's columns.
 *
 * Reads  : `profile`, `profile_field`.
 * Writes : nothing.
 * Used by: lists of profiles and members, previews, downloads.
 */
import type { EntityManager } from "typeorm";
import type { ProfileEntity } from "./profile.entity.ts";
import type { Profile } from "./profile.graphql.ts";

export type ProfileQuery = {
  /** A condition on `profile`; its parameters are numbered from $1. */
  readonly where: string;
  readonly parameters: readonly unknown[];
  readonly limit: number;
};

/** In the order of their ids. */
export async function readProfiles(db: EntityManager, query: ProfileQuery): Promise<readonly Profile[]> {
  const rows: readonly ProfileEntity[] = await db.query(
    `select id, source_id as "sourceId", key, attributes from profile
     where ${query.where} order by id limit ${query.limit}`,
    [...query.parameters],
  );
  const columns = await columnsOf(db, new Set(rows.map(({ sourceId }) => sourceId)));
  return rows.map(({ id, sourceId, key, attributes }) => ({
    id: String(id),
    sourceId,
    key,
    attributes: (columns.get(sourceId) ?? Object.keys(attributes)).flatMap((field) =>
      Object.hasOwn(attributes, field) ? [{ field, value: textOf(attributes[field]) }] : [],
    ),
  }));
}

async function columnsOf(
  db: EntityManager,
  sourceIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows: readonly { sourceId: string; names: readonly string[] }[] = await db.query(
    `select source_id as "sourceId", array_agg(name order by position) as names
     from profile_field where source_id = any($1) group by source_id`,
    [[...sourceIds]],
  );
  return new Map(rows.map(({ sourceId, names }) => [sourceId, names]));
}

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
