/**
 * Whom SendGrid sends nothing to, as far as the export says that it counts, kept for as long as the run goes on.
 *
 * Reads  : SendGrid's suppressions, page after page.
 * Writes : `run_suppression`: hashes, no address. Reading again after a crash changes nothing.
 * Used by: `prepareRun`, before anybody is uploaded.
 */
import { normaliseEmail, type SuppressionList, type SuppressionsFailure } from "@keruen/core";
import type { DataSource } from "typeorm";
import { crashable } from "../../../platform/crash-points/crash-points.ts";
import {
  SUPPRESSION_LISTS,
  type SuppressionChoice,
  SuppressionKind,
} from "../../exports/suppression-kind.ts";
import { describeFailure, FAILURES, type RunFailure, suppressionGroupGone } from "../describe-failure.ts";
import type { RunContext } from "../run-context.ts";
import { addressHash } from "../upload/claim-addresses.ts";

/** @returns null when all are stored, or the run is canceled. */
export async function storeSuppressions(
  { dataSource, client, runId, clock, random, patience, stopped, canceled }: RunContext,
  choice: SuppressionChoice,
): Promise<RunFailure | null> {
  const pages = { clock, random, giveUpAfterMs: patience.uploadMs };
  for (const source of sourcesOf(choice)) {
    const signal = AbortSignal.any([stopped, canceled]);
    for await (const page of client.suppressions(source.list, { ...pages, signal })) {
      if (canceled.aborted) return null;
      if (!page.ok) return failureOf(page.failure, source);
      await storePage(dataSource, runId, page.value, source);
    }
  }
  return null;
}

type Source = {
  readonly list: SuppressionList;
  readonly code: SuppressionKind | "group-unsubscribe";
  readonly group: { readonly id: number; readonly name: string } | null;
};

/** Of an address on several lists the first one's reason is told. */
const sourcesOf = ({ suppressions, suppressionGroups }: SuppressionChoice): readonly Source[] => [
  ...Object.values(SuppressionKind)
    .filter((code) => suppressions.includes(code))
    .map((code) => ({ list: SUPPRESSION_LISTS[code], code, group: null })),
  ...suppressionGroups.map((group) => ({
    list: { group: group.id },
    code: "group-unsubscribe" as const,
    group,
  })),
];

/** Where the run has ended, nothing: what is known of its suppressed people has gone. */
export async function storePage(
  dataSource: DataSource,
  runId: string,
  addresses: readonly string[],
  { code, group }: Source,
): Promise<void> {
  const hashes = addresses.flatMap((address) => {
    const email = normaliseEmail(address);
    return email.ok ? [addressHash(email.value)] : []; // no contact has such an address
  });
  await crashable("store-suppressions", () =>
    dataSource.query(
      `with going_on as (select id from export_run where id = $1 and ended_at is null for key share)
     insert into run_suppression (run_id, address_hash, code, group_id)
     select distinct going_on.id, hash, $3, $4::integer
     from going_on cross join unnest($2::uuid[]) as hash
     on conflict do nothing`,
      [runId, hashes, code, group?.id ?? null],
    ),
  );
}

function failureOf(failure: SuppressionsFailure, { group }: Source): RunFailure {
  if (failure.code === "suppressions-unreadable") return FAILURES.suppressionsUnreadable;
  if (failure.code === "not-found" && group) return suppressionGroupGone(group.name);
  return describeFailure(failure);
}
