/**
 * The files of one batch while they are being filled, one for each set of fields that is worth one.
 *
 * What goes by upsert fills a request, and with it the batch. So a set of fields is worth a file if more contacts fill it
 * than would still go by upsert: its file then holds more than a request would, and calls are saved. Otherwise files would
 * only come on top of the same requests.
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
  /** So many contacts that fill the same fields go by upsert before it is judged, and each time again; 0: all have files. */
  readonly rowsBeforeFile?: number;
};

export type OpenFiles = {
  /** Whether the line goes into a file; if not, its contact goes by upsert. */
  takes(row: CsvRow): boolean;
  /** Of a line that a file takes. Where there is none, the batch is full. */
  hasRoomFor(row: CsvRow): boolean;
  add(row: CsvRow): Promise<void>;
  /** A contact that goes by upsert: no file takes its line, or it has none. */
  pass(row: CsvRow | null): void;
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
  const chosen = new Set<string>();
  /** Contacts by the fields they fill; `met` are all, whether or not they have a line. */
  const counts = new Map<string, number>();
  let met = 0;
  let rowCount = 0;

  function count(row: CsvRow | null): number {
    met++;
    if (row === null) return 0;
    const sameFields = (counts.get(row.fields) ?? 0) + 1;
    counts.set(row.fields, sameFields);
    return sameFields;
  }

  /** Sets of about the same size are worth it together, or not at all. */
  function isWorthAFile(sameFields: number): boolean {
    const withFiles = [...counts].filter(([fields, n]) => chosen.has(fields) || n * 2 >= sameFields);
    const inFiles = withFiles.reduce((sum, [, n]) => sum + n, 0);
    return withFiles.length <= maxFiles && sameFields > met - inFiles;
  }

  return {
    takes: ({ fields }) => chosen.has(fields) || (rowsBeforeFile === 0 && files.size < maxFiles),

    hasRoomFor: ({ fields, line }) =>
      rowCount < limits.maxRows && files.get(fields)?.hasRoomFor(line) !== false,

    async add(row) {
      const { fields, columns, line } = row;
      count(row);
      const file = files.get(fields) ?? openCsvFile(columns, await openSpool(), limits);
      files.set(fields, file);
      chosen.add(fields);
      rowCount++;
      await file.add(line);
    },

    pass(row) {
      const sameFields = count(row);
      if (row !== null && sameFields % rowsBeforeFile === 0 && isWorthAFile(sameFields))
        chosen.add(row.fields);
    },

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
