/**
 * What to know of an export before it is saved or run: how many go, how many of them are new, whether the contract has room, what is not right.
 *
 * Reads  : segments, deliveries, profile fields; SendGrid's account, list, fields and suppressions. It waits for neither long.
 * Writes : nothing.
 * Used by: the query `exportPreflight`.
 */
import {
  contractHeadroom,
  contractLimit,
  fail,
  type Match,
  ok,
  type Result,
  type SendGridClient,
} from "@keruen/core";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { type CheckAccountFailure, checkAccount } from "../destinations/check-account.ts";
import { DestinationEntity } from "../destinations/destination.entity.ts";
import type { OpenDestinationFailure, OpenSendGrid } from "../destinations/open-send-grid.ts";
import type { SegmentState } from "../segments/segment-state.ts";
import { isUnknownList } from "./check-export.ts";
import { type ChosenSuppressions, checkSuppressions } from "./check-suppressions.ts";
import { countNew, countSelected, type SelectedCount } from "./count-selected.ts";
import {
  type AccountFacts,
  accountWarnings,
  localWarnings,
  type PreflightWarning,
} from "./preflight-warning.ts";
import { profileFieldNames } from "./profile-field-names.ts";

/** An export as it is, or as it is going to be. What is not chosen yet is null. */
export type PreflightDraft = ChosenSuppressions & {
  /** Null where it has never been saved. */
  readonly exportId: string | null;
  readonly destinationId: string | null;
  readonly listId: string | null;
  readonly matching: readonly Match[];
  readonly segmentIds: readonly string[];
};

export type PreflightFailure = CheckAccountFailure | OpenDestinationFailure;

/** The account as it is, with what somebody has told of its contract. */
type AccountHalf = AccountFacts & { readonly told: number | null };

export type Preflight = {
  readonly selected: SelectedCount;
  /** Those whom the export has not put on its list yet; null where counting them would have taken too long. */
  readonly newCount: number | null;
  /** Null while no destination is chosen. */
  readonly account: Result<AccountHalf, PreflightFailure> | null;
  readonly warnings: readonly PreflightWarning[];
};

/** How long a person is kept waiting, in milliseconds; shorter in tests. */
export type PreflightPatience = { readonly countMs: number; readonly accountMs: number };
const PATIENCE: PreflightPatience = { countMs: 1_000, accountMs: 5_000 };

export class PreflightExport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly openSendGrid: OpenSendGrid,
    private readonly patience: PreflightPatience = PATIENCE,
  ) {}

  async execute(draft: PreflightDraft): Promise<Preflight> {
    const db = this.dataSource.manager;
    const { segmentIds, matching } = draft;
    const [selected, ofDelivered, segmentStates, profileFields, account] = await Promise.all([
      countSelected(this.dataSource, segmentIds, this.patience.countMs),
      this.countNewAfterDelivery(draft),
      statesOf(this.dataSource, segmentIds),
      profileFieldNames(db),
      draft.destinationId === null ? null : this.askAccount(draft.destinationId, draft),
    ]);
    const newCount = ofDelivered === "nobody" ? exactCount(selected) : ofDelivered;
    const warnings = [
      ...localWarnings(matching, { selected, segmentStates, profileFields }),
      ...(account?.ok ? accountWarnings(matching, { selected, newCount }, account.value) : []),
    ];
    return { selected, newCount, account, warnings };
  }

  /** @returns `nobody` where nobody has been put there, so that all are new. */
  private async countNewAfterDelivery(draft: PreflightDraft): Promise<number | null | "nobody"> {
    const { exportId, listId, segmentIds } = draft;
    if (exportId === null || listId === null) return "nobody";
    const [{ any }] = await this.dataSource.query(
      "select exists (select from delivery where list_id = $1 and export_id::text = $2) as any",
      [listId, exportId],
    );
    if (!any) return "nobody";
    return await countNew(this.dataSource, segmentIds, { exportId, listId }, this.patience.countMs);
  }

  private async askAccount(
    destinationId: string,
    draft: PreflightDraft,
  ): Promise<Result<AccountHalf, PreflightFailure>> {
    const destination = await findById(this.dataSource.manager, DestinationEntity, destinationId);
    const client = await this.openSendGrid.ofDestination(destinationId);
    if (!client.ok) return client;
    const told = destination?.contactLimit ?? null;
    return await inTime(readFacts(client.value, told, draft), this.patience.accountMs);
  }
}

/** All of it, or why not: half an account would look like one in which all is well. */
async function readFacts(
  client: SendGridClient,
  told: number | null,
  draft: PreflightDraft,
): Promise<Result<AccountHalf, PreflightFailure>> {
  const [account, list, targets, suppressions] = await Promise.all([
    checkAccount(client),
    draft.listId === null ? ok(null) : client.list(draft.listId),
    client.fieldDefinitions(),
    checkSuppressions(client, draft),
  ]);
  if (!account.ok) return account;
  if (!list.ok && !isUnknownList(list.failure)) return list;
  if (!targets.ok) return targets;
  if (!suppressions.ok) return suppressions;
  const { counts, type } = account.value;
  return ok({
    told,
    account: account.value,
    headroom: contractHeadroom({ billable: counts.billable, limit: contractLimit(type, told) }),
    list: list.ok && list.value,
    targets: targets.value,
    suppressionIssues: suppressions.value.issues,
  });
}

const exactCount = ({ count, isUpperBound }: SelectedCount) => (isUpperBound ? null : count);

async function inTime<Value>(
  asked: Promise<Result<Value, PreflightFailure>>,
  limitMs: number,
): Promise<Result<Value, PreflightFailure>> {
  const timeUp = Promise.withResolvers<Result<Value, PreflightFailure>>();
  const timer = setTimeout(() => timeUp.resolve(fail({ code: "canceled" })), limitMs);
  try {
    return await Promise.race([asked, timeUp.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Null for a segment that is not there, or no longer. */
async function statesOf(
  dataSource: DataSource,
  segmentIds: readonly string[],
): Promise<readonly (SegmentState | null)[]> {
  const rows: readonly { state: SegmentState | null }[] = await dataSource.query(
    "select segment.state from unnest($1::text[]) as chosen (id) left join segment on segment.id::text = chosen.id",
    [segmentIds],
  );
  return rows.map(({ state }) => state);
}
