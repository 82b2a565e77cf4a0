/**
 * Packing: cut a stream of rows into upsert requests that SendGrid accepts.
 *
 * Reads  : rows, in the order of the run's cursor.
 * Writes : nothing. Pure, one batch in memory at a time.
 * Used by: runs on the route by upsert, which send each batch with `uploadBatch` and then move their cursor to its last
 *          row. `packImports` is the same for the other route.
 */
import type { Batch } from "./batch.ts";
import { type OpenRequest, openRequest, type PackOptions } from "./open-request.ts";
import type { Row } from "./row.ts";

/**
 * Packs rows into batches, in order, filling each batch before it opens the next.
 *
 * A contact that no request could carry is in its batch as a rejected row, `contact-too-large`.
 *
 * @param rows - in upload order; each ends up in exactly one batch.
 */
export function* packBatches(rows: Iterable<Row>, options: PackOptions): Generator<Batch> {
  let request = openRequest(options);
  for (const row of rows) {
    if (!request.hasRoomFor(row)) {
      yield batchOf(request);
      request = openRequest(options);
    }
    request.add(row);
  }
  if (request.rows.length > 0) yield batchOf(request);
}

/** The same for rows that arrive over time, page by page: to wait for each by itself costs more than to pack it. */
export async function* packBatchesAsync(
  pages: AsyncIterable<Iterable<Row>>,
  options: PackOptions,
): AsyncGenerator<Batch> {
  let request = openRequest(options);
  for await (const page of pages) {
    for (const row of page) {
      if (!request.hasRoomFor(row)) {
        yield batchOf(request);
        request = openRequest(options);
      }
      request.add(row);
    }
  }
  if (request.rows.length > 0) yield batchOf(request);
}

function batchOf({ rows, contacts, bodyBytes }: OpenRequest): Batch {
  return {
    firstProfileId: rows[0]!.profileId,
    lastProfileId: rows.at(-1)!.profileId,
    rowCount: rows.length,
    ...{ rows, contacts, bodyBytes, files: [] },
  };
}
