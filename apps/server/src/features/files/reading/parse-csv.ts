/**
 * The CSV parser (csv-parse), record by record, up to the first one that is broken.
 *
 * Reads  : bytes that begin at a record.
 * Writes : nothing.
 * Used by: `CsvReader` for rows, `detectFormat` for the header.
 */
import { CsvError, parse } from "csv-parse/sync";
import { FAULTS, type LineFault } from "./line-fault.ts";
import { CR } from "./line-windows.ts";

export type CsvDialect = {
  readonly delimiter: "," | ";" | "\t";
  /** The byte that ends a line. LF stands for CR LF as well. */
  readonly lineBreak: number;
};

/** Gets a record and where it ends in the bytes. Says to go on, that it was enough, or what is wrong with the record. */
type OnRecord = (cells: readonly string[], end: number) => "go-on" | "enough" | LineFault;

/** @returns null: as much was read as was asked for; or why the record after the last good one is broken. */
export function parseCsv(bytes: Buffer, dialect: CsvDialect, onRecord: OnRecord): LineFault | null {
  try {
    parse(bytes, {
      delimiter: dialect.delimiter,
      record_delimiter: dialect.lineBreak === CR ? "\r" : ["\r\n", "\n"],
      relax_column_count: true,
      on_record: (cells: string[], { bytes: end }) => {
        const verdict = onRecord(cells, end);
        if (verdict !== "go-on") throw new Stopped(verdict === "enough" ? null : verdict);
        return null;
      },
    });
    return null;
  } catch (error) {
    if (error instanceof Stopped) return error.fault;
    if (!(error instanceof CsvError)) throw error;
    return error.code === "CSV_QUOTE_NOT_CLOSED" ? FAULTS.quoteUnclosed : FAULTS.quoteStray;
  }
}

class Stopped extends Error {
  constructor(readonly fault: LineFault | null) {
    super("stopped");
  }
}
