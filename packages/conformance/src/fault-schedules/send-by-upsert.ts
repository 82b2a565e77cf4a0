/**
 * The first way up: batches, each settled while the next is on its way.
 *
 * Reads  : rows.
 * Writes : contacts on a list; outcomes.
 * Used by: `carry-out-run.ts`.
 */
import { isReady, isRejected, packBatches, type ReadyRow, type Row, uploadBatch } from "@keruen/core";
import type { Outcomes } from "./outcomes.ts";
import { type Sent, settle, together } from "./settling.ts";
import type { Worker } from "./worker.ts";

/** So that however many there are take about eight. */
const limitsFor = (rows: number) => ({ maxContacts: Math.max(20, Math.ceil(rows / 8)), maxBytes: 600_000 });

export async function sendByUpsert(
  rows: readonly Row[],
  listId: string,
  outcomes: Outcomes,
  worker: Worker,
): Promise<Sent> {
  const parts: Promise<Sent>[] = [];
  for (const batch of packBatches(rows, { listIds: [listId], limits: limitsFor(rows.length) })) {
    const uploaded = await uploadBatch(batch, { ...worker, listId });
    if (!uploaded.ok && uploaded.failure.reason.code !== "canceled")
      throw new Error(`The upload ended: ${uploaded.failure.reason.code}`);
    const { accepted, rejected } = uploaded.ok ? uploaded.value : uploaded.failure.soFar;
    const setAside = new Set(batch.rows.filter(isRejected));
    for (const row of rejected) if (!setAside.has(row)) outcomes.note(row.profileId, "rejected");
    for (const part of accepted) parts.push(settle([part.jobId], part.rows, outcomes, worker));
    const known = new Set(
      [...rejected, ...accepted.flatMap((part) => part.rows)].map(({ profileId }) => profileId),
    );
    const unsent = batch.rows.filter((row): row is ReadyRow => isReady(row) && !known.has(row.profileId));
    parts.push(Promise.resolve({ delivered: [], again: unsent }));
  }
  return together(await Promise.all(parts));
}
