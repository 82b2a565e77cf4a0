import type { DataSource } from "typeorm";
import { decodeCursor, pageOf } from "../../platform/database/keyset.ts";
import { SegmentEntity } from "./segment.entity.ts";
import type { SegmentConnection } from "./segment.graphql.ts";

/** What the list is sorted by, and its cursors hold: the name in lower case as the database makes it. */
const SORT_NAME = `lower(segment.name collate pg_c_utf8)`;

/** Segments by name. */
export async function listSegments(
  dataSource: DataSource,
  first: number,
  after: string | null,
): Promise<SegmentConnection> {
  const repository = dataSource.getRepository(SegmentEntity);
  const query = repository
    .createQueryBuilder("segment")
    .addSelect(SORT_NAME, "sort_name")
    .orderBy("sort_name")
    .addOrderBy("segment.id")
    .limit(first + 1);
  if (after !== null) {
    const [name, id] = decodeCursor(after, 2);
    query.where(`(${SORT_NAME}, segment.id::text) > (:name, :id)`, { name, id });
  }
  const { entities, raw } = await query.getRawAndEntities<{ sort_name: string }>();
  const rows = entities.map((segment, index) => ({ segment, sortName: raw[index]?.sort_name ?? "" }));
  const keyOf = ({ segment, sortName }: (typeof rows)[number]) => [sortName, segment.id];
  const page = pageOf(rows, first, keyOf, ({ segment }) => segment);
  return { ...page, totalCount: await repository.count() };
}
