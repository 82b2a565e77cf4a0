/**
 * The files of one batch while they are being filled, one for each set of fields that enough contacts fill.
 *
 * Reads  : lines, and spools to write them to.
 * Writes : the spools. What is held here is a piece of each file, and how often each set of fields was met.
 * Used by: `packImports`.
 */
import { type CsvFile, type ImportFile, type ImportLimits, openCsvFile } from "./csv-file.ts";
import type { CsvRow } from "./csv-row.ts";
import type { OpenSpool } from "./spool.ts";

/**
 * What one file of an import may hold, and what all files of a batch hold together: 1,000,000 contacts or 5 GB,
 * whichever is lower.
 *
 * @see twilio/sendgrid-oai `spec/json/tsg_mc_contacts_v3.json`, operation `ImportContact`
 */
export const IMPORT_LIMITS: ImportLimits = { maxRows: 1_000_000, maxBytes: 5_000_000_000 };

/** Each is a gzip of its own at work, about half a megabyte. */
const MAX_FILES = 16;

/** A file is three calls and a wait for its job; so many contacts more or less in an upsert are none. */
const ROWS_BEFORE_FILE = 500;

export type FileOptions = {
  readonly openSpool: OpenSpool;
  readonly importLimits?: ImportLimits;
  /** How many may be open at once, each for contacts that fill the same fields. */
  readonly maxFiles?: number;
  /** So many contacts that fill the same fields go by upsert before there is a file for them. */
  readonly rowsBeforeFile?: number;
};

export type OpenFiles = {
  /** Whether the line goes into a file; if not, its contact goes by upsert. */
  takes(row: CsvRow): boolean;
  /** Of a line that a file takes. Where there is none, the batch is full. */
  hasRoomFor(row: CsvRow): boolean;
  add(row: CsvRow): Promise<void>;
  /** A line that no file takes yet: its fields have come once more. */
  pass(row: CsvRow): void;
  close(): Promise<readonly ImportFile[]>;
  /** Those that are not closed. */
  discard(): Promise<void>;
};

export function openFiles({
  openSpool,
  importLimits: limits = IMPORT_LIMITS,
  maxFiles = MAX_FILES,
  rowsBeforeFile = ROWS_BEFORE_FILE,
}: FileOptions): OpenFiles {
  const files = new Map<string, CsvFile>();
  const passed = new Map<string, number>();
  let rowCount = 0;

  return {
    takes: ({ fields }) =>
      files.has(fields) || (files.size < maxFiles && (passed.get(fields) ?? 0) >= rowsBeforeFile),

    hasRoomFor: ({ fields, line }) =>
      rowCount < limits.maxRows && files.get(fields)?.hasRoomFor(line) !== false,

    async add({ fields, columns, line }) {
      const file = files.get(fields) ?? openCsvFile(columns, await openSpool(), limits);
      files.set(fields, file);
      rowCount++;
      await file.add(line);
    },

    pass: ({ fields }) => void passed.set(fields, (passed.get(fields) ?? 0) + 1),

    async close() {
      const closed: ImportFile[] = [];
      for (const file of files.values()) closed.push(await file.close());
      files.clear();
      return closed;
    },

    async discard() {
      for (const file of files.values()) await file.discard();
      files.clear();
    },
  };
}
