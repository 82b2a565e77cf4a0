/**
 * Saving an export. It does not run it.
 *
 * Reads  : what `checkExport` reads.
 * Writes : `export`, `export_segment`, the audit log.
 * Used by: the mutations `createExport` and `updateExport`.
 */
import { randomUUID } from "node:crypto";
import { type Clock, fail, ok, type Result } from "@keruen/core";
import { type DataSource, type EntityManager, QueryFailedError } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { USUAL_MAX_REJECTED_SHARE } from "../alerts/raise-alerts.ts";
import { DestinationEntity } from "../destinations/destination.entity.ts";
import type { OpenDestinationFailure, OpenSendGrid } from "../destinations/open-send-grid.ts";
import { USUAL_MAX_REMOVAL_SHARE } from "../export-runs/approval/approval-reason.ts";
import { type CheckExportFailure, checkExport, type ExportDraft } from "./check-export.ts";
import type { ChosenSuppressions } from "./check-suppressions.ts";
import { ExportEntity } from "./export.entity.ts";
import { type ExportSchedule, setSchedule } from "./export-schedule.ts";
import type { SuppressionChoice, SuppressionKind } from "./suppression-kind.ts";
import type { SyncMode } from "./sync-mode.ts";

/** What a caller does not choose stays as it is; a new export adds, leaves nobody out, and goes with the refresh. */
export type ExportInput = Omit<
  ExportDraft,
  keyof ChosenSuppressions | "syncMode" | "maxRemovalShare" | "maxRejectedShare" | "schedule"
> & {
  readonly syncMode?: SyncMode | null;
  readonly maxRemovalShare?: number | null;
  readonly maxRejectedShare?: number | null;
  readonly suppressions?: readonly SuppressionKind[] | null;
  readonly suppressionGroupIds?: readonly number[] | null;
  readonly schedule?: ExportSchedule | null;
};

export type SaveExportFailure =
  | CheckExportFailure
  | { readonly code: "not-found"; readonly id: string }
  | OpenDestinationFailure;

export class SaveExport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly openSendGrid: OpenSendGrid,
    private readonly clock: Clock,
  ) {}

  async create(
    { destinationId, ...input }: ExportInput & { readonly destinationId: string },
    principal: Principal,
  ): Promise<Result<ExportEntity, SaveExportFailure>> {
    const destination = await findById(this.dataSource.manager, DestinationEntity, destinationId);
    if (!destination) return fail({ code: "not-found", id: destinationId });
    const draft = complete(input, NEW);
    return await this.save(randomUUID(), destinationId, draft, [], principal, "export-created");
  }

  async update(
    { id, ...input }: ExportInput & { readonly id: string },
    principal: Principal,
  ): Promise<Result<ExportEntity, SaveExportFailure>> {
    const current = await findById(this.dataSource.manager, ExportEntity, id);
    if (!current) return fail({ code: "not-found", id });
    const draft = complete(input, current);
    const columns = mentionedColumns(input);
    return await this.save(id, current.destinationId, draft, columns, principal, "export-updated");
  }

  /** @param columns - of an export that is there already: what is not among them may have been changed meanwhile. */
  private async save(
    id: string,
    destinationId: string,
    draft: ExportDraft,
    columns: readonly string[],
    principal: Principal,
    action: "export-created" | "export-updated",
  ): Promise<Result<ExportEntity, SaveExportFailure>> {
    const { listId, matching, segmentIds, syncMode, maxRemovalShare, maxRejectedShare, suppressions } = draft;
    const name = draft.name.trim();
    const client = await this.openSendGrid.ofDestination(destinationId);
    if (!client.ok) return client;
    const checked = await checkExport(this.dataSource.manager, client.value, { ...draft, name });
    if (!checked.ok) return checked;
    try {
      return await this.dataSource.transaction(async (db) => {
        const gone = await holdAgainstRemoval(db, destinationId, action === "export-updated" ? id : null);
        if (gone) return fail({ code: "not-found", id: gone });
        const { listName, suppressionGroups } = checked.value;
        const row = {
          id,
          name,
          destinationId,
          listId,
          listName,
          matching: matching.map((match) => ({ ...match })),
          syncMode,
          maxRemovalShare,
          maxRejectedShare,
          suppressions: [...new Set(suppressions)],
          suppressionGroups: suppressionGroups.map((group) => ({ ...group })),
        };
        await db
          .createQueryBuilder()
          .insert()
          .into(ExportEntity)
          .values({ ...row, createdBy: principal.userId })
          .orUpdate([...columns], ["id"])
          .execute();
        await db.query("delete from export_segment where export_id = $1", [id]);
        await db.query(
          "insert into export_segment (export_id, segment_id) select distinct $1::uuid, unnest($2::uuid[])",
          [id, segmentIds],
        );
        if (draft.schedule) await setSchedule(db, [id], draft.schedule, new Date(this.clock.now()));
        await audit(db, principal, action, { id, name });
        return ok(await db.findOneByOrFail(ExportEntity, { id }));
      });
    } catch (error) {
      if (isNameTaken(error)) return fail({ code: "invalid", issues: [NAME_TAKEN] });
      throw error;
    }
  }
}

type Choice = SuppressionChoice & Pick<ExportDraft, "syncMode" | "maxRemovalShare" | "maxRejectedShare">;

const NEW: Choice = {
  ...{ syncMode: "ADD", maxRemovalShare: USUAL_MAX_REMOVAL_SHARE },
  maxRejectedShare: USUAL_MAX_REJECTED_SHARE,
  ...{ suppressions: [], suppressionGroups: [] },
};

const complete = (
  {
    syncMode,
    maxRemovalShare,
    maxRejectedShare,
    suppressions,
    suppressionGroupIds,
    schedule,
    ...draft
  }: ExportInput,
  current: Choice,
): ExportDraft => ({
  ...draft,
  syncMode: syncMode ?? current.syncMode,
  maxRemovalShare: maxRemovalShare ?? current.maxRemovalShare,
  maxRejectedShare: maxRejectedShare ?? current.maxRejectedShare,
  suppressions: suppressions ?? current.suppressions,
  schedule: schedule ?? null,
  suppressionGroupIds: [...new Set(suppressionGroupIds ?? current.suppressionGroups.map(({ id }) => id))],
});

const mentionedColumns = ({
  syncMode,
  maxRemovalShare,
  maxRejectedShare,
  suppressions,
  suppressionGroupIds,
}: ExportInput): readonly string[] => [
  ...["name", "list_id", "list_name", "matching"],
  ...(syncMode ? ["sync_mode"] : []),
  ...(typeof maxRemovalShare === "number" ? ["max_removal_share"] : []),
  ...(typeof maxRejectedShare === "number" ? ["max_rejected_share"] : []),
  ...(suppressions ? ["suppressions"] : []),
  ...(suppressionGroupIds ? ["suppression_groups"] : []),
];

/**
 * SendGrid was asked meanwhile, which takes its time. The destination comes first, as it does for whoever removes it.
 *
 * @returns the id of what has been removed; null where all is there, and stays until the transaction ends.
 */
async function holdAgainstRemoval(
  db: EntityManager,
  destinationId: string,
  exportId: string | null,
): Promise<string | null> {
  const lock = { mode: "pessimistic_read" } as const;
  const destination = await findById(db, DestinationEntity, destinationId, {
    lock,
    loadEagerRelations: false,
  });
  if (!destination) return destinationId;
  if (exportId === null) return null;
  return (await findById(db, ExportEntity, exportId, { lock: { mode: "pessimistic_write" } }))
    ? null
    : exportId;
}

const NAME_TAKEN = {
  path: "name",
  code: "name-taken",
  message: "Another export has this name. Choose another one.",
};

const isNameTaken = (error: unknown) =>
  error instanceof QueryFailedError &&
  (error.driverError as { constraint?: string }).constraint === "export_name";
