import { packBatches, type ReadyRow, type Row, uploadBatch } from "@keruen/core";
import { clock } from "./far-side.ts";
import type { Sandbox } from "./sandbox.ts";

export type Uploaded = {
  readonly accepted: number;
  readonly rejected: number;
  readonly seconds: number;
};

/**
 * Rows on their way as a run sends them, batch after batch, up to the last 202.
 *
 * @throws {Error} where SendGrid ends the upload.
 */
export async function uploadRows(
  rows: Iterable<Row>,
  { client, listId }: Pick<Sandbox, "client" | "listId">,
): Promise<Uploaded> {
  const start = performance.now();
  const patience = { clock, random: Math.random, giveUpAfterMs: 600_000 };
  let accepted = 0;
  let rejected = 0;
  for (const batch of packBatches(rows, { listIds: [listId] })) {
    const outcome = await uploadBatch(batch, { ...patience, client, listId });
    if (!outcome.ok) throw new Error(`The upload ended: ${outcome.failure.reason.code}`);
    accepted += outcome.value.accepted.reduce((sum, part) => sum + part.rows.length, 0);
    rejected += outcome.value.rejected.length;
  }
  return { accepted, rejected, seconds: (performance.now() - start) / 1_000 };
}

/** What core makes of a row whose address SendGrid will refuse. */
export const withAddress = ({ profileId, prepared }: ReadyRow, email: string): ReadyRow => {
  const json = prepared.json.replace(prepared.email, email);
  return { profileId, prepared: { email, json, bytes: prepared.bytes + json.length - prepared.json.length } };
};
