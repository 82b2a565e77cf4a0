/**
 * Gives several exports one schedule, all or none of them.
 *
 * Reads  : the exports.
 * Writes : their schedules, the audit log.
 * Used by: the mutation `scheduleExports`.
 */
import { type Clock, fail, ok, type Result } from "@keruen/core";
import { type DataSource, type EntityManager, In } from "typeorm";
import { isRowId } from "../../platform/database/row-id.ts";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { ExportEntity } from "./export.entity.ts";
import { type ExportSchedule, scheduleIssues, setSchedule } from "./export-schedule.ts";
import type { ActiveSchedules } from "./schedule-exports.graphql.ts";

export type ScheduleExportsFailure =
  | { readonly code: "invalid"; readonly issues: readonly InputIssue[] }
  | { readonly code: "not-found"; readonly id: string };

/** What one page of a list may hold, too. */
const MAX_EXPORTS = 200;

export class ScheduleExports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** @param active - whether exports that have a schedule keep it; then only those that are off get this one. */
  async execute(
    ids: readonly string[],
    schedule: ExportSchedule,
    active: ActiveSchedules,
    principal: Principal,
  ): Promise<Result<readonly ExportEntity[], ScheduleExportsFailure>> {
    const issues = [...countIssues(ids), ...scheduleIssues(schedule, "schedule")];
    if (issues.length > 0) return fail({ code: "invalid", issues });
    const malformed = ids.find((id) => !isRowId(id));
    if (malformed !== undefined) return fail({ code: "not-found", id: malformed });
    return await this.dataSource.transaction(async (db) => {
      const held = new Map((await holdExports(db, ids)).map((found) => [found.id, found]));
      const gone = ids.find((id) => !held.has(id));
      if (gone !== undefined) return fail({ code: "not-found", id: gone });
      const changed = [...held.values()].filter(
        ({ scheduleKind }) => active === "REPLACE" || scheduleKind === "OFF",
      );
      await setSchedule(
        db,
        changed.map(({ id }) => id),
        schedule,
        new Date(this.clock.now()),
      );
      for (const found of changed) await audit(db, principal, "export-scheduled", found);
      const now = new Map((await db.findBy(ExportEntity, { id: In(ids) })).map((found) => [found.id, found]));
      return ok(ids.flatMap((id) => now.get(id) ?? []));
    });
  }
}

const countIssues = (ids: readonly string[]): readonly InputIssue[] => {
  if (ids.length === 0)
    return [{ path: "ids", code: "exports-missing", message: "Choose at least one export." }];
  if (ids.length <= MAX_EXPORTS) return [];
  return [
    { path: "ids", code: "too-many-exports", message: `Choose at most ${MAX_EXPORTS} exports at once.` },
  ];
};

/** All stay until the transaction ends. Destinations come first, as they do for whoever removes one; both in one order. */
async function holdExports(db: EntityManager, ids: readonly string[]): Promise<readonly ExportEntity[]> {
  await db.query(
    `select from destination where id in (select destination_id from export where id = any($1))
     order by id for share`,
    [ids],
  );
  return await db.find(ExportEntity, {
    where: { id: In(ids) },
    order: { id: "ASC" },
    lock: { mode: "pessimistic_write" },
  });
}
