/**
 * Whom SendGrid sends nothing to, as a run reads it before it sends.
 *
 * Reads  : every suppression list of the account, and every group's.
 * Writes : nothing.
 * Used by: `carry-out-run.ts`.
 */
import type { SuppressionList } from "@keruen/core";
import { untilItWorks } from "./until-it-works.ts";
import type { Worker } from "./worker.ts";

const LISTS: readonly SuppressionList[] = ["unsubscribes", "bounces", "spam-reports", "invalid-emails"];

/** Addresses. Null where the worker was killed meanwhile. */
export async function readSuppressed(worker: Worker): Promise<ReadonlySet<string> | null> {
  const groups = await untilItWorks(() => worker.client.suppressionGroups(worker.signal), worker);
  if (groups === null) return null;
  const suppressed = new Set<string>();
  for (const list of [...LISTS, ...groups.map(({ id }) => ({ group: id }))]) {
    for await (const page of worker.client.suppressions(list, worker)) {
      if (page.ok) for (const address of page.value) suppressed.add(address);
      else if (worker.signal.aborted) return null;
      else throw new Error(`Suppressions cannot be read: ${page.failure.code}`);
    }
  }
  return suppressed;
}
