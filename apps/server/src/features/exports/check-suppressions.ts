/**
 * Whether the suppressions that an export is to leave out are there and may be read.
 *
 * Reads  : SendGrid's groups, and the first page of a chosen list: no scope says for certain what a key may read.
 * Writes : nothing.
 * Used by: `checkExport`.
 */
import { fail, ok, type Result, type SendGridClient, type SendGridFailure } from "@keruen/core";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import { SUPPRESSIONS_UNREADABLE } from "../destinations/suppressions-unreadable.ts";
import { SUPPRESSION_LISTS, type SuppressionGroupName, type SuppressionKind } from "./suppression-kind.ts";

/** Both empty: nobody is left out for being suppressed. */
export type ChosenSuppressions = {
  readonly suppressions: readonly SuppressionKind[];
  readonly suppressionGroupIds: readonly number[];
};

export type CheckedSuppressions = {
  /** The chosen groups as they are called now. */
  readonly groups: readonly SuppressionGroupName[];
  readonly issues: readonly InputIssue[];
};

export async function checkSuppressions(
  client: SendGridClient,
  { suppressions: [kind], suppressionGroupIds }: ChosenSuppressions,
): Promise<Result<CheckedSuppressions, SendGridFailure>> {
  const list = kind ? await firstPage(client, kind) : ok([]);
  const groups = suppressionGroupIds.length > 0 ? await client.suppressionGroups() : ok([]);
  const issues: InputIssue[] = [];
  for (const [path, asked] of [
    ["suppressions", list],
    ["suppressionGroupIds", groups],
  ] as const) {
    if (asked.ok) continue;
    if (asked.failure.code !== "suppressions-unreadable") return fail(asked.failure);
    issues.push({ path, code: asked.failure.code, message: SUPPRESSIONS_UNREADABLE });
  }
  if (!groups.ok) return ok({ groups: [], issues });
  const chosen = suppressionGroupIds.map((id) => groups.value.find((group) => group.id === id));
  return ok({
    groups: chosen.flatMap((group) => (group ? [{ id: group.id, name: group.name }] : [])),
    issues: [...issues, ...chosen.flatMap((group, index) => (group ? [] : [unknownGroup(index)]))],
  });
}

async function firstPage(client: SendGridClient, kind: SuppressionKind) {
  for await (const page of client.suppressions(SUPPRESSION_LISTS[kind])) return page;
  return ok([]);
}

const unknownGroup = (index: number): InputIssue => ({
  path: `suppressionGroupIds.${index}`,
  code: "suppression-group-not-found",
  message: "SendGrid has no unsubscribe group with this id. Choose one of the account's groups.",
});
