/**
 * The second way up: files, and by upsert whoever a file cannot carry.
 *
 * Reads  : rows.
 * Writes : contacts on a list; outcomes.
 * Used by: `carry-out-run.ts`.
 */
import { Readable } from "node:stream";
import { type ImportFile, packImports, type ReadyRow, type TargetField, uploadImport } from "@keruen/core";
import { memorySpools } from "@keruen/core/testing";
import type { Outcomes } from "./outcomes.ts";
import { sendByUpsert } from "./send-by-upsert.ts";
import { type Sent, settle, together } from "./settling.ts";
import { untilItWorks } from "./until-it-works.ts";
import type { Worker } from "./worker.ts";

/** So that 20,000 profiles take a few files, and that there is one kind of people more than files may be open. */
const SMALL = { limits: { maxRows: 4_000, maxBytes: 5_000_000 }, maxFiles: 2 };

export async function sendByImport(
  rows: readonly ReadyRow[],
  listId: string,
  outcomes: Outcomes,
  worker: Worker,
): Promise<Sent> {
  const targets = await untilItWorks(() => worker.client.fieldDefinitions(worker.signal), worker);
  if (targets === null) return { delivered: [], again: rows };
  const { files, byUpsert } = await pack(rows, targets);
  const jobs: string[] = [];
  for (const file of files) {
    const uploaded = await uploadImport(file, { ...worker, listId });
    await file.spooled.discard();
    if (uploaded.ok) jobs.push(uploaded.value.jobId);
    else if (uploaded.failure.code !== "canceled")
      throw new Error(`An import ended: ${uploaded.failure.code}`);
  }
  const others = new Set(byUpsert);
  const inFiles = rows.filter((row) => !others.has(row));
  const isWhole = jobs.length === files.length;
  return together([
    isWhole ? await settle(jobs, inFiles, outcomes, worker) : { delivered: [], again: inFiles },
    await sendByUpsert(byUpsert, listId, outcomes, worker),
  ]);
}

/** Every row is in a file or by itself. */
async function pack(rows: readonly ReadyRow[], targets: readonly TargetField[]) {
  const { openSpool } = memorySpools();
  const files: ImportFile[] = [];
  const byUpsert: ReadyRow[] = [];
  for await (const packed of packImports(Readable.from(rows), { targets, openSpool, ...SMALL })) {
    if (packed.ok) files.push(packed.value);
    else byUpsert.push(packed.failure.row);
  }
  const packedRows = files.reduce((sum, file) => sum + file.rows, byUpsert.length);
  if (packedRows !== rows.length) throw new Error(`${packedRows} of ${rows.length} rows were packed`);
  return { files, byUpsert };
}
