/**
 * Packing for the second way up: a stream of rows becomes batches whose contacts are in files, as far as files can say
 * exactly what an upsert would.
 *
 * Reads  : rows, in the order of the run's cursor.
 * Writes : spools, one for each file that is open.
 * Used by: runs on the route by import. `packBatches` is the same for the other route.
 */
import type { SendGridContact } from "../contact/contact.ts";
import type { TargetField } from "../contact/target-field.ts";
import type { Batch } from "../upload/batch.ts";
import { openRequest, type PackOptions } from "../upload/open-request.ts";
import { isReady, type Row } from "../upload/row.ts";
import { type CsvRow, csvRows } from "./csv-row.ts";
import { type FileOptions, openFiles } from "./open-files.ts";

export type PackImportsOptions = PackOptions &
  FileOptions & {
    /** As `fieldDefinitions` gives them. */
    readonly targets: readonly TargetField[];
  };

/**
 * Packs rows into batches, in order. A batch is full when a file is, when its files together hold as many rows as one
 * may, or when what goes by upsert fills a request: so neither the memory of a batch nor what a crash repeats grows with
 * the number of rows.
 *
 * @param pages - of rows, in upload order; each row ends up in exactly one batch, and there in exactly one place.
 * @returns batches whose files belong to whoever has taken them. Where it ends early, those that were open are discarded.
 */
export async function* packImports(
  pages: AsyncIterable<Iterable<Row>>,
  { targets, ...options }: PackImportsOptions,
): AsyncGenerator<Batch> {
  const csvRow = csvRows(targets);
  let batch = openBatch(options);
  try {
    for await (const page of pages) {
      for (const row of page) {
        const written = isReady(row) ? csvRow(JSON.parse(row.prepared.json) as SendGridContact) : null;
        const line = written?.ok ? written.value : null;
        if (!batch.hasRoomFor(row, line)) {
          yield await batch.close();
          batch = openBatch(options);
        }
        await batch.add(row, line);
      }
    }
    if (batch.rowCount() > 0) yield await batch.close();
  } finally {
    await batch.discard();
  }
}

/** @see {@link Batch}, of which this is the beginning. A `line` is null where CSV cannot say it, or there is no contact. */
function openBatch(options: PackOptions & FileOptions) {
  const request = openRequest(options);
  const files = openFiles(options);
  let firstProfileId: string | null = null;
  let lastProfileId = "";
  let rowCount = 0;

  return {
    rowCount: () => rowCount,

    hasRoomFor: (row: Row, line: CsvRow | null): boolean =>
      line !== null && files.takes(line) ? files.hasRoomFor(line) : request.hasRoomFor(row),

    async add(row: Row, line: CsvRow | null): Promise<void> {
      firstProfileId ??= row.profileId;
      lastProfileId = row.profileId;
      rowCount++;
      if (line !== null && files.takes(line)) return await files.add(line);
      if (isReady(row)) files.pass(line);
      request.add(row);
    },

    async close(): Promise<Batch> {
      const { rows, contacts, bodyBytes } = request;
      const range = { firstProfileId: firstProfileId ?? "", lastProfileId, rowCount };
      return { ...range, rows, contacts, bodyBytes, files: await files.close() };
    },

    discard: () => files.discard(),
  };
}
