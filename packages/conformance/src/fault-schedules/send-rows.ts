/**
 * One try at sending rows, by either way up: each batch settled while the next is on its way.
 *
 * Reads  : rows; where they go by import, SendGrid's fields.
 * Writes : contacts on a list; the outcome of each row of which SendGrid has told what became of it.
 * Used by: `carry-out-run.ts`, until no row is without an outcome.
 */
import {
  addressesIn,
  type Batch,
  discardFiles,
  type ImportFile,
  packBatchesAsync,
  packImports,
  type ReadyRow,
  type TargetField,
  uploadBatch,
} from "@keruen/core";
import { memorySpools } from "@keruen/core/testing";
import type { Outcomes } from "./outcomes.ts";
import { settle } from "./settle.ts";
import { untilItWorks } from "./until-it-works.ts";
import type { Worker } from "./worker.ts";

export type Sending = {
  readonly listId: string;
  readonly route: "upsert" | "import";
  readonly outcomes: Outcomes;
};

export async function sendRows(rows: readonly ReadyRow[], sending: Sending, worker: Worker): Promise<void> {
  const { listId, route, outcomes } = sending;
  const targets = await untilItWorks(() => worker.client.fieldDefinitions(worker.signal), worker);
  if (targets === null) return;
  const byAddress = new Map(rows.map((row) => [row.prepared.email, row]));
  const settling: Promise<void>[] = [];
  for await (const batch of packed(rows, { listId, route, targets })) {
    const uploaded = await uploadBatch(batch, { ...worker, listId });
    if (!uploaded.ok && uploaded.failure.reason.code !== "canceled")
      throw new Error(`The upload ended: ${uploaded.failure.reason.code}`);
    const { accepted, acceptedFiles, rejected } = uploaded.ok ? uploaded.value : uploaded.failure.soFar;
    for (const { profileId } of rejected) outcomes.note(profileId, "rejected");
    for (const part of accepted) settling.push(settle(part.jobId, part.rows, outcomes, worker));
    for (const { jobId, file } of acceptedFiles)
      settling.push(settle(jobId, await rowsIn(file, byAddress), outcomes, worker));
    await discardFiles(batch);
  }
  await Promise.all(settling);
}

/** So that however many there are take about eight requests, or four times two files and some requests beside them. */
function packed(
  rows: readonly ReadyRow[],
  { listId, route, targets }: Pick<Sending, "listId" | "route"> & { targets: readonly TargetField[] },
): AsyncIterable<Batch> {
  const maxContacts = Math.max(20, Math.ceil(rows.length / 8));
  const options = { listIds: [listId], limits: { maxContacts, maxBytes: 600_000 } };
  if (route === "upsert") return packBatchesAsync(inTurn(rows), options);
  const importLimits = { maxRows: maxContacts * 2, maxBytes: 5_000_000 };
  const { openSpool } = memorySpools();
  return packImports(inTurn(rows), {
    ...options,
    targets,
    openSpool,
    importLimits,
    rowsBeforeFile: 20,
    maxFiles: 2,
  });
}

async function* inTurn<Item>(items: Iterable<Item>): AsyncGenerator<readonly Item[]> {
  for (const item of items) yield [item];
}

async function rowsIn(
  file: ImportFile,
  byAddress: ReadonlyMap<string, ReadyRow>,
): Promise<readonly ReadyRow[]> {
  const rows: ReadyRow[] = [];
  for await (const addresses of addressesIn(file))
    for (const address of addresses) rows.push(byAddress.get(address) as ReadyRow);
  if (rows.length !== file.rows) throw new Error(`${rows.length} of ${file.rows} rows are in a file`);
  return rows;
}
