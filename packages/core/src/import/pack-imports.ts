/**
 * Packing for the second way up: a stream of contacts becomes files that SendGrid accepts.
 *
 * Reads  : contacts that have passed every check.
 * Writes : spools, one for each file that is open.
 * Used by: runs that go by import; `uploadImport` takes the files up.
 */
import type { SendGridContact } from "../contact/contact.ts";
import type { TargetField } from "../contact/target-field.ts";
import { fail, ok, type Result } from "../result.ts";
import type { ReadyRow } from "../upload/row.ts";
import { type CsvFile, type ImportFile, type ImportLimits, openCsvFile } from "./csv-file.ts";
import { csvRows, type NotForCsv } from "./csv-row.ts";
import type { OpenSpool } from "./spool.ts";

/**
 * What one file of an import may hold: 1,000,000 contacts or 5 GB, whichever is lower.
 *
 * @see twilio/sendgrid-oai `spec/json/tsg_mc_contacts_v3.json`, operation `ImportContact`
 */
export const IMPORT_LIMITS: ImportLimits = { maxRows: 1_000_000, maxBytes: 5_000_000_000 };

/** A contact that is to be sent by upsert. */
export type ByUpsert = {
  readonly row: ReadyRow;
  readonly reason:
    | NotForCsv
    /** No other contact in the open files fills the same fields. */
    | { readonly code: "too-many-files" };
};

export type PackImportsOptions = {
  /** As `fieldDefinitions` gives them. */
  readonly targets: readonly TargetField[];
  readonly openSpool: OpenSpool;
  readonly limits?: ImportLimits;
  /** How many may be open at once, each for contacts that fill the same fields. */
  readonly maxFiles?: number;
};

const MAX_FILES = 8;

/**
 * Writes contacts into files, each of contacts that fill the same fields, so that no cell is empty.
 *
 * Every row comes out once: in a file, or by itself as a failure, to be sent by upsert. Memory does not grow with their
 * number. A file that came out belongs to whoever took it; those that are open when it ends early are discarded.
 */
export async function* packImports(
  rows: AsyncIterable<ReadyRow>,
  { targets, openSpool, limits = IMPORT_LIMITS, maxFiles = MAX_FILES }: PackImportsOptions,
): AsyncGenerator<Result<ImportFile, ByUpsert>> {
  const csvRow = csvRows(targets);
  const open = new Map<string, CsvFile>();

  const closed = async (key: string, file: CsvFile): Promise<Result<ImportFile, never>> => {
    const closedFile = await file.close();
    open.delete(key);
    return ok(closedFile);
  };

  try {
    for await (const row of rows) {
      const written = csvRow(JSON.parse(row.prepared.json) as SendGridContact);
      if (!written.ok) {
        yield fail({ row, reason: written.failure });
        continue;
      }
      const { columns, line } = written.value;
      const key = columns.join();
      const full = open.get(key);
      if (full && !full.hasRoomFor(line)) yield await closed(key, full);
      if (!open.has(key) && open.size >= maxFiles) {
        yield fail({ row, reason: { code: "too-many-files" } });
        continue;
      }
      const file = open.get(key) ?? openCsvFile(columns, await openSpool(), limits);
      open.set(key, file);
      await file.add(line);
    }
    for (const [key, file] of open) yield await closed(key, file);
  } finally {
    for (const file of open.values()) await file.discard();
  }
}
