/**
 * The audit, newest first: page after page by its own number, which only grows.
 *
 * Reads  : `audit_event` by its indexes, `app_user`.
 * Writes : nothing.
 * Used by: the query `auditEvents`.
 */
import type { EntityManager } from "typeorm";
import { decodeCursor, pageOf, pageSize } from "../../platform/database/keyset.ts";
import { isRowId } from "../../platform/database/row-id.ts";
import type { AuditEvent, AuditEventConnection } from "./audit-event.graphql.ts";

/** Null: any. */
export type AuditFilter = { readonly action: string | null; readonly subjectId: string | null };

/** Events are counted up to here: who wants the first of them filters. */
const MAX_COUNT = 10_000;

type Row = Omit<AuditEvent, "actor"> & { readonly actorId: string | null; readonly actorName: string };

export async function listAuditEvents(
  db: EntityManager,
  filter: AuditFilter,
  first: number,
  after: string | null,
): Promise<AuditEventConnection> {
  const size = pageSize(first);
  if (filter.subjectId !== null && !isRowId(filter.subjectId))
    return { ...pageOf([], size, () => []), totalCount: 0 };
  const [before] = after === null ? [null] : decodeCursor(after, 1);
  const { where, parameters } = conditionOf(filter);
  const rows: readonly Row[] = await db.query(
    `select event.id::text as id, event.at, event.action, event.subject_id as "subjectId",
       event.subject_name as "subjectName", actor.id as "actorId", actor.name as "actorName"
     from audit_event event left join app_user actor on actor.id = event.actor_id
     where ${[...where, ...(before === null ? [] : [`event.id < $${parameters.length + 1}::bigint`])].join(" and ") || "true"}
     order by event.id desc limit ${size + 1}`,
    [...parameters, ...(before === null ? [] : [before])],
  );
  const [{ count }] = await db.query(
    `select count(*) from (
       select from audit_event event where ${where.join(" and ") || "true"} limit ${MAX_COUNT}) as found`,
    [...parameters],
  );
  return { ...pageOf(rows, size, ({ id }) => [id], toEvent), totalCount: count };
}

function conditionOf({ action, subjectId }: AuditFilter) {
  const parameters = [action, subjectId].filter((value) => value !== null);
  const columns = [...(action === null ? [] : ["action"]), ...(subjectId === null ? [] : ["subject_id"])];
  return { parameters, where: columns.map((column, index) => `event.${column} = $${index + 1}`) };
}

const toEvent = ({ actorId, actorName, ...event }: Row): AuditEvent => ({
  ...event,
  actor: actorId === null ? null : { id: actorId, name: actorName },
});
