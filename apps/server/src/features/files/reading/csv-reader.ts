/**
 * Rows out of CSV. A line that is broken costs itself alone.
 *
 * Reads  : windows of lines behind the header.
 * Writes : to the sink, each row with the number of the line it begins on.
 * Used by: `readRows`.
 *
 * A quote that is never closed would swallow the rest of the file. So whatever is wrong with a record, its first
 * line is rejected and reading begins anew at the next. That stays linear: a quote that stays open over many
 * lines has no other one that does among them.
 */
import { isUtf8 } from "node:buffer";
import { columnCountFault, FAULTS, type LineFault, MAX_RECORD_BYTES } from "./line-fault.ts";
import type { LineWindow } from "./line-windows.ts";
import { type CsvDialect, parseCsv } from "./parse-csv.ts";
import type { RowReader, RowSink } from "./row-sink.ts";

const QUOTE = 0x22;
const NOTHING = Buffer.alloc(0);

export class CsvReader implements RowReader {
  /** The beginning of a record whose closing quote is still to come. */
  private open: Buffer = NOTHING;

  /** @param line - number of the first line behind the header. */
  constructor(
    private readonly dialect: CsvDialect,
    private readonly columnCount: number,
    private line: number,
    private readonly sink: RowSink,
  ) {}

  read(window: LineWindow): void {
    if (window === null) {
      this.end();
      this.sink.reject(this.line++, FAULTS.recordTooLarge);
      return;
    }
    const bytes = this.open.length > 0 ? Buffer.concat([this.open, window]) : window;
    const staysOpen = this.open.length > 0 && bytes.length <= MAX_RECORD_BYTES && !window.includes(QUOTE);
    if (staysOpen) this.open = bytes;
    else this.readRecords(bytes, false);
  }

  end(): void {
    this.readRecords(this.open, true);
  }

  private readRecords(bytes: Buffer, isEnd: boolean): void {
    this.open = NOTHING;
    const isText = isUtf8(bytes) && !bytes.includes(0);
    let at = 0;
    while (at < bytes.length) {
      const begin = at;
      const fault = parseCsv(bytes.subarray(begin), this.dialect, (cells, end) => {
        const record = bytes.subarray(at, begin + end);
        const lineCount = this.linesIn(record);
        const refusal = this.faultOf(record, cells, isText);
        if (refusal && lineCount > 1) return refusal;
        if (refusal) this.sink.reject(this.line, refusal);
        else if (!isBlank(cells)) this.sink.cells(this.line, cells);
        this.line += lineCount;
        at += record.length;
        return "go-on";
      });
      if (!fault) return;
      if (fault === FAULTS.quoteUnclosed && !isEnd && bytes.length - at <= MAX_RECORD_BYTES) {
        this.open = Buffer.from(bytes.subarray(at));
        return;
      }
      this.sink.reject(this.line++, fault);
      at = this.endOfLine(bytes, at);
    }
  }

  private faultOf(record: Buffer, cells: readonly string[], isText: boolean): LineFault | null {
    if (record.length > MAX_RECORD_BYTES) return FAULTS.recordTooLarge;
    if (!isText && record.includes(0)) return FAULTS.nullCharacter;
    if (!isText && !isUtf8(record)) return FAULTS.notUtf8;
    if (cells.length === this.columnCount || isBlank(cells)) return null;
    return columnCountFault(cells.length, this.columnCount);
  }

  private linesIn(record: Buffer): number {
    let count = 0;
    for (let at = 0; at < record.length; at = this.endOfLine(record, at)) count++;
    return count;
  }

  private endOfLine(bytes: Buffer, from: number): number {
    const at = bytes.indexOf(this.dialect.lineBreak, from);
    return at < 0 ? bytes.length : at + 1;
  }
}

const isBlank = (cells: readonly string[]) => cells.length === 1 && cells[0] === "";
