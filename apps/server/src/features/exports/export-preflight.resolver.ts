import { Arg, Query, Resolver } from "type-graphql";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { InvalidInput, NotFound } from "../../platform/graphql/user-error.ts";
import { unopenedOf } from "../destinations/sendgrid-access.graphql.ts";
import { SendGridAccount, type SendGridAccountResult } from "../destinations/sendgrid-account.graphql.ts";
import { refusalOf } from "../destinations/sendgrid-refusal.graphql.ts";
import { ExportEntity } from "./export.entity.ts";
import {
  type ExportDraftInput,
  ExportPreflightInput,
  ExportPreflightResult,
} from "./export-preflight.graphql.ts";
import type { Preflight, PreflightDraft, PreflightExport } from "./preflight-export.ts";

@Resolver()
export class ExportPreflightResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly preflightExport: PreflightExport,
  ) {}

  @Query(() => ExportPreflightResult)
  async exportPreflight(
    @Arg("input", () => ExportPreflightInput) { exportId, draft }: ExportPreflightInput,
  ): Promise<typeof ExportPreflightResult> {
    if (typeof exportId === "string" ? draft : !draft) return new InvalidInput([AMBIGUOUS]);
    const asked = draft ? draftOf(draft) : await this.saved(exportId ?? "");
    if (!asked) return new NotFound(exportId ?? "");
    const preflight = await this.preflightExport.execute(asked);
    const { selected, newCount, account, warnings } = preflight;
    return {
      selectedCount: selected.count,
      isUpperBound: selected.isUpperBound,
      newCount,
      account: account && accountOf(account),
      listContactCount: account?.ok && account.value.list ? account.value.list.contactCount : null,
      warnings,
    };
  }

  private async saved(id: string): Promise<PreflightDraft | null> {
    const found = await findById(this.dataSource.manager, ExportEntity, id);
    if (!found) return null;
    const segments: readonly { id: string }[] = await this.dataSource.query(
      "select segment_id::text as id from export_segment where export_id = $1",
      [id],
    );
    const { destinationId, listId, matching, suppressions, suppressionGroups } = found;
    return {
      ...{ exportId: id, destinationId, listId, matching, suppressions },
      segmentIds: segments.map((segment) => segment.id),
      suppressionGroupIds: suppressionGroups.map((group) => group.id),
    };
  }
}

const draftOf = ({ matching, segmentIds, ...draft }: ExportDraftInput): PreflightDraft => ({
  ...{ matching, segmentIds },
  exportId: draft.exportId ?? null,
  destinationId: draft.destinationId ?? null,
  listId: draft.listId ?? null,
  suppressions: draft.suppressions ?? [],
  suppressionGroupIds: draft.suppressionGroupIds ?? [],
});

function accountOf(account: NonNullable<Preflight["account"]>): typeof SendGridAccountResult {
  if (account.ok) return new SendGridAccount(account.value.account, account.value.told);
  const { failure } = account;
  if (failure.code === "key-unreadable" || failure.code === "destination-not-found")
    return unopenedOf(failure);
  return refusalOf(failure);
}

const AMBIGUOUS = {
  path: "input",
  code: "preflight-ambiguous",
  message: "Give either the id of a saved export or a draft, and not both.",
};
