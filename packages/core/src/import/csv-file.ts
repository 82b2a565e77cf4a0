/**
 * A file of an import on its way to the spool: lines in, gzip out, a piece at a time.
 *
 * Reads  : lines.
 * Writes : the spool. What is held here is one piece.
 * Used by: `packImports`.
 */
import { extraBytes } from "../contact/wire-json.ts";
import { csvLine } from "./csv-row.ts";
import type { Spool, SpooledFile } from "./spool.ts";

/** What one file may hold. */
export type ImportLimits = {
  readonly maxRows: number;
  /** Of the CSV, before it is packed: whether SendGrid means that or the gzip is not documented. */
  readonly maxBytes: number;
};

/** A file that is ready to go up. */
export type ImportFile = {
  /** `field_mappings`, in the order of the columns. */
  readonly columns: readonly string[];
  /** The header not counted. */
  readonly rows: number;
  /** The CSV as gzip. */
  readonly spooled: SpooledFile;
};

export type CsvFile = {
  hasRoomFor(line: string): boolean;
  add(line: string): Promise<void>;
  close(): Promise<ImportFile>;
  discard(): Promise<void>;
};

/** In UTF-16 units: long enough that neither gzip nor the disk is asked for crumbs. */
const PIECE = 65_536;

/** SendGrid wants a header and does not read it; the columns' ids will do. */
export function openCsvFile(columns: readonly string[], spool: Spool, limits: ImportLimits): CsvFile {
  const gzip = new CompressionStream("gzip");
  const encode = new TextEncoder();
  const writer = gzip.writable.getWriter();
  const spooled = gzip.readable.pipeTo(new WritableStream({ write: (chunk) => spool.write(chunk) }));
  let piece = csvLine(columns);
  let bytes = byteLength(piece);
  let rows = 0;

  /** A spool that fails is heard here, not only at the end. */
  async function flush(): Promise<void> {
    const chunk = encode.encode(piece);
    piece = "";
    await Promise.race([writer.write(chunk), spooled]);
  }

  return {
    hasRoomFor: (line) => rows < limits.maxRows && bytes + byteLength(line) <= limits.maxBytes,

    async add(line) {
      piece += line;
      bytes += byteLength(line);
      rows++;
      if (piece.length >= PIECE) await flush();
    },

    async close() {
      await flush();
      await Promise.all([writer.close(), spooled]);
      return { columns, rows, spooled: await spool.close() };
    },

    async discard() {
      await Promise.allSettled([writer.abort(), spooled]);
      await spool.discard();
    },
  };
}

const byteLength = (text: string): number => text.length + extraBytes(text);
