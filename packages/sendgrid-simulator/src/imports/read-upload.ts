/**
 * Reads an uploaded file into its job, a group of rows at a time.
 *
 * Reads  : the file's bytes, as they come.
 * Writes : the job's chunks and row errors, and at the end its counts.
 * Used by: `receive-upload.ts`.
 *
 * A row that names nobody is left out, and so is one that names somebody a second time; neither is counted. A row
 * with a wrong value is an error of its own. Only what makes the whole file unreadable fails the job.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { CheckedRow, RowError } from "../contacts/check-contacts.ts";
import { upsertChunks } from "../contacts/upsert-chunks.ts";
import type { Simulation } from "../simulation.ts";
import { checkCsvRow, isRowError, keyOf } from "./check-csv-row.ts";
import { UploadOvertaken, type WaitingImport } from "./import-store.ts";
import { isBadFile, readCsv } from "./read-csv.ts";
import { SeenKeys } from "./seen-keys.ts";

const ROWS_PER_GROUP = 2_000;

/** What is wrong with a file as a whole; the first words are SendGrid's (sendgrid-java#692). */
class UnreadableFile extends Error {}
const MISMATCH = "Failed to preprocess input csv: field mapping doesn't match the CSV";

type Counts = { requested: number; errored: number };

/**
 * @throws what `bytes` throws: the upload broke off, nothing is left of it, and the import goes on waiting.
 * @throws {UploadOvertaken} if the account became another meanwhile.
 */
export async function readUpload(
  simulation: Simulation,
  waiting: WaitingImport,
  bytes: AsyncIterable<Buffer>,
): Promise<void> {
  const { imports, clock, engine } = simulation;
  imports.clear(waiting);
  try {
    const { requested, errored } = await addRows(simulation, waiting, bytes);
    imports.release(waiting, requested, errored, clock());
  } catch (error) {
    if (error instanceof UploadOvertaken) throw error;
    imports.clear(waiting);
    if (!(error instanceof UnreadableFile) && !isBadFile(error)) throw error;
    const message =
      error instanceof UnreadableFile ? error.message : "Failed to preprocess input csv: not a CSV file";
    imports.add(waiting, [], [{ number: 0, identifier: "", message }]);
    imports.release(waiting, 0, 1, clock());
  }
  engine.wake();
}

async function addRows(
  { imports, fields, settings }: Simulation,
  waiting: WaitingImport,
  bytes: AsyncIterable<Buffer>,
): Promise<Counts> {
  using seen = new SeenKeys();
  const counts = { requested: 0, errored: 0 };
  const { maxImportRows } = settings;
  let rows: CheckedRow[] = [];
  let rowErrors: RowError[] = [];
  const store = () => {
    imports.add(
      waiting,
      rows.length > 0 ? upsertChunks(rows, settings.contactLimit !== null) : [],
      rowErrors,
    );
    counts.requested += rows.length + rowErrors.length;
    counts.errored += rowErrors.length;
    [rows, rowErrors] = [[], []];
  };

  let number = -1; // the header's
  for await (const cells of readCsv(bytes)) {
    if (number === -1 && cells.length !== waiting.mappings.length) throw new UnreadableFile(MISMATCH);
    if (number === maxImportRows)
      throw new UnreadableFile(`Failed to preprocess input csv: more than ${maxImportRows} rows`);
    const row = number === -1 ? null : checkCsvRow(cells, number, waiting.mappings, fields.byId);
    number += 1;
    if (row === null) continue;
    if (isRowError(row)) rowErrors.push(row);
    else if (seen.add(keyOf(row))) rows.push(row);
    if (rows.length + rowErrors.length < ROWS_PER_GROUP) continue;
    store();
    await nextTurn(); // other calls have their turn
  }
  if (number === -1) throw new UnreadableFile("Failed to preprocess input csv: the file is empty");
  store();
  return counts;
}
