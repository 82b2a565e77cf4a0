/**
 * A person's way through every export: a page of exports, and of each the last few runs. Everything is looked up by key:
 * address, profile, run; nothing is read from end to end but the exports themselves.
 *
 * Reads  : exports and segments, `delivery`, the members, outcomes, jobs and removals of runs.
 * Writes : nothing.
 * Used by: the query `personTrail`.
 */
import type { DataSource } from "typeorm";
import { decodeCursor, encodeCursor, pageOf } from "../../platform/database/keyset.ts";
import { addressHash } from "../export-runs/upload/claim-addresses.ts";
import type { Person } from "./identify-person.ts";
import { isOnList, judgeStanding, STANDINGS } from "./judge-standing.ts";
import type { PersonExport, PersonExportConnection } from "./person-trail.graphql.ts";
import { readPersonRuns } from "./read-person-runs.ts";

export type TrailOf = Person & { readonly isErased: boolean };
export type TrailPage = {
  readonly first: number;
  readonly after: string | null;
  readonly runsOfEach: number;
};

type ExportRow = Pick<
  PersonExport,
  "exportId" | "exportName" | "destinationName" | "listName" | "syncMode"
> & {
  readonly listId: string;
  readonly sortName: string;
};

export async function readTrail(
  dataSource: DataSource,
  person: TrailOf,
  { first, after, runsOfEach }: TrailPage,
): Promise<PersonExportConnection> {
  const rows = await exportsAfter(dataSource, first + 1, after ?? FROM_THE_START);
  const shown = rows.slice(0, first);
  const deliveries = await deliveriesOf(dataSource, shown, person);
  const profileIds = [
    ...new Set([...person.profiles.map(({ id }) => id), ...deliveries.map(({ profileId }) => profileId)]),
  ];
  const segments = await segmentsOf(dataSource, shown, profileIds);
  const runs = await readPersonRuns(
    dataSource,
    shown.map(({ exportId }) => exportId),
    profileIds,
    runsOfEach,
  );
  const toNode = ({ listId, sortName: _, ...row }: ExportRow): PersonExport => {
    const onItsList = deliveries.filter((each) => each.listId === listId);
    const delivery = onItsList.find(({ exportId }) => exportId === row.exportId) ?? null;
    const others = onItsList.filter(({ exportId }) => exportId !== row.exportId);
    const itsSegments = segments.filter(({ exportId }) => exportId === row.exportId);
    const itsRuns = runs.get(row.exportId) ?? [];
    const code = judgeStanding({
      ...{ syncMode: row.syncMode, isErased: person.isErased, isKnown: person.profiles.length > 0 },
      ...{ isMember: itsSegments.length > 0, delivery },
      runs: itsRuns
        .filter(({ isDryRun }) => !isDryRun)
        .map(({ outcome, isRemoved }) => ({ outcome: outcome?.kind ?? null, isRemoved })),
    });
    return {
      ...row,
      ...{
        code,
        message: STANDINGS[code],
        isOnList: isOnList(code) || others.length > 0,
        segments: itsSegments,
        runs: itsRuns,
      },
      onListByOthers: [...new Set(others.map(({ exportName }) => exportName))],
      lastSentAt: delivery?.sentAt ?? null,
      lastSentIn: delivery?.sentIn ?? null,
      onListSince: delivery?.addedAt ?? null,
    };
  };
  const [{ totalCount }] = await dataSource.query(`select count(*) as "totalCount" from export`);
  return { ...pageOf(rows, first, ({ sortName, exportId }) => [sortName, exportId], toNode), totalCount };
}

const FROM_THE_START = encodeCursor(["", "00000000-0000-0000-0000-000000000000"]);

const exportsAfter = (dataSource: DataSource, limit: number, after: string): Promise<readonly ExportRow[]> =>
  dataSource.query(
    `select export.id as "exportId", export.name as "exportName", lower(export.name) as "sortName",
       destination.name as "destinationName", list_id as "listId", list_name as "listName", sync_mode as "syncMode"
     from export join destination on destination.id = export.destination_id
     where (lower(export.name), export.id) > ($1, $2::uuid)
     order by lower(export.name), export.id limit $3`,
    [...decodeCursor(after, 2), limit],
  );

type DeliveryRow = {
  readonly listId: string;
  readonly exportId: string;
  readonly exportName: string;
  readonly profileId: number;
  readonly isInDoubt: boolean;
  readonly isBeingRemoved: boolean;
  readonly sentAt: Date | null;
  readonly sentIn: string;
  readonly addedAt: Date | null;
};

/** By whatever export they were put on these lists. */
const deliveriesOf = (
  dataSource: DataSource,
  exports: readonly ExportRow[],
  { addresses }: Person,
): Promise<readonly DeliveryRow[]> =>
  dataSource.query(
    `select delivery.list_id as "listId", delivery.export_id as "exportId", export.name as "exportName", delivery.profile_id as "profileId",
       delivery.payload_hash is null as "isInDoubt", delivery.removing_run_id is not null as "isBeingRemoved",
       coalesce(sent.ended_at, sent.queued_at) as "sentAt", delivery.run_id as "sentIn",
       coalesce(added.ended_at, added.queued_at) as "addedAt"
     from unnest($1::text[]) as list (id)
     cross join unnest($2::uuid[]) as address (hash)
     join delivery on delivery.list_id = list.id and delivery.address_hash = address.hash
     join export on export.id = delivery.export_id
     left join export_run sent on sent.id = delivery.run_id
     left join export_run added on added.id = delivery.added_run_id`,
    [[...new Set(exports.map(({ listId }) => listId))], addresses.map(addressHash)],
  );

const segmentsOf = (
  dataSource: DataSource,
  exports: readonly ExportRow[],
  profileIds: readonly number[],
): Promise<readonly { readonly exportId: string; readonly id: string; readonly name: string }[]> =>
  dataSource.query(
    `select chosen.export_id as "exportId", segment.id, segment.name
     from export_segment chosen join segment on segment.id = chosen.segment_id
     where chosen.export_id = any($1::uuid[]) and exists (
       select from segment_member member
       where member.segment_id = segment.id and member.profile_id = any($2::bigint[]))
     order by lower(segment.name)`,
    [exports.map(({ exportId }) => exportId), profileIds],
  );
