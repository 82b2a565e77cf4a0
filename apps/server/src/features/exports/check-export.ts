/**
 * Everything that must be right before an export is saved, told at once.
 *
 * Reads  : profile fields, segments, SendGrid's list, fields and suppressions.
 * Writes : nothing.
 * Used by: `SaveExport`.
 */
import {
  checkMatching,
  fail,
  type Match,
  missingFields,
  ok,
  type Result,
  type SendGridClient,
  type SendGridFailure,
} from "@keruen/core";
import type { EntityManager } from "typeorm";
import { checkName } from "../../platform/graphql/check-name.ts";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import { type ChosenSuppressions, checkSuppressions } from "./check-suppressions.ts";
import { type ExportSchedule, scheduleIssues } from "./export-schedule.ts";
import { profileFieldNames } from "./profile-field-names.ts";
import type { SuppressionGroupName } from "./suppression-kind.ts";
import type { SyncMode } from "./sync-mode.ts";

export type ExportDraft = ChosenSuppressions & {
  readonly name: string;
  readonly listId: string;
  readonly matching: readonly Match[];
  readonly segmentIds: readonly string[];
  readonly syncMode: SyncMode;
  readonly maxRemovalShare: number;
  readonly maxRejectedShare: number;
  /** Null: as it is. */
  readonly schedule: ExportSchedule | null;
};

export type CheckExportFailure =
  | { readonly code: "invalid"; readonly issues: readonly InputIssue[] }
  | { readonly code: "matching-incomplete"; readonly missingFields: readonly string[] }
  | { readonly code: "sendgrid"; readonly failure: SendGridFailure };

/** What SendGrid calls the chosen list and groups now. */
export type CheckedExport = {
  readonly listName: string;
  readonly suppressionGroups: readonly SuppressionGroupName[];
};

export async function checkExport(
  db: EntityManager,
  client: SendGridClient,
  draft: ExportDraft,
): Promise<Result<CheckedExport, CheckExportFailure>> {
  const missing = missingFields(draft.matching);
  if (missing.length > 0) return fail({ code: "matching-incomplete", missingFields: missing });
  const targets = await client.fieldDefinitions();
  if (!targets.ok) return fail({ code: "sendgrid", failure: targets.failure });
  const list = await client.list(draft.listId);
  if (!list.ok && !isUnknownList(list.failure)) return fail({ code: "sendgrid", failure: list.failure });
  const suppressions = await checkSuppressions(client, draft);
  if (!suppressions.ok) return fail({ code: "sendgrid", failure: suppressions.failure });

  const profileFields = await profileFieldNames(db);
  const issues = [
    ...checkName(draft.name),
    ...(list.ok ? [] : [UNKNOWN_LIST]),
    ...checkMatching(draft.matching, { profileFields, targets: targets.value }).map(
      ({ index, part, code, message }) => ({ path: `matching.${index}.${part}`, code, message }),
    ),
    ...shareIssues("maxRemovalShare", draft.maxRemovalShare),
    ...shareIssues("maxRejectedShare", draft.maxRejectedShare),
    ...(await segmentIssues(db, draft.segmentIds)),
    ...suppressions.value.issues,
    ...(draft.schedule ? scheduleIssues(draft.schedule, "schedule") : []),
  ];
  if (!list.ok || issues.length > 0) return fail({ code: "invalid", issues });
  return ok({ listName: list.value.name, suppressionGroups: suppressions.value.groups });
}

/** An id of another shape is refused, one of the right shape is not found. */
export const isUnknownList = ({ code }: SendGridFailure) => code === "not-found" || code === "rejected";

const UNKNOWN_LIST: InputIssue = {
  path: "listId",
  code: "list-not-found",
  message: "SendGrid has no list with this id. Choose one from the account's lists.",
};

const shareIssues = (path: string, share: number): readonly InputIssue[] =>
  share >= 0 && share <= 1
    ? []
    : [{ path, code: "share-out-of-range", message: "A share lies between 0 and 1: 0.15 is 15 %." }];

async function segmentIssues(
  db: EntityManager,
  segmentIds: readonly string[],
): Promise<readonly InputIssue[]> {
  if (segmentIds.length === 0) {
    return [{ path: "segmentIds", code: "segments-missing", message: "Choose at least one segment." }];
  }
  const known: readonly { id: string }[] = await db.query(
    "select id::text from segment where id::text = any($1)",
    [segmentIds],
  );
  const ids = new Set(known.map(({ id }) => id));
  return segmentIds.flatMap((id, index) =>
    ids.has(id)
      ? []
      : [
          {
            path: `segmentIds.${index}`,
            code: "segment-not-found",
            message: "This segment does not exist, or no longer.",
          },
        ],
  );
}
