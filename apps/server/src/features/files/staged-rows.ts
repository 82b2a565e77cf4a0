/**
 * Rows of a file on their way into its staging table: as lines of COPY, with what is learnt of them.
 *
 * Reads  : what the readers find.
 * Writes : text for `COPY … (format csv)` with U+0001 as quote and U+0002 between the columns, neither of which
 *          JSON text can contain, so nothing has to be escaped twice.
 * Used by: `StoreFile`.
 */
import { ColumnTally } from "./columns/column-tally.ts";
import { FAULTS, type LineFault, MAX_COLUMNS, MAX_NAME_LENGTH } from "./reading/line-fault.ts";
import type { RowSink } from "./reading/row-sink.ts";
import { MAX_REJECTED_LINES, type RejectedLine } from "./rejected-line.ts";

export const COPY_OPTIONS = String.raw`format csv, quote e'\x01', delimiter e'\x02', encoding 'UTF8'`;

export class StagedRows implements RowSink {
  rowCount = 0;
  rejectedLineCount = 0;
  /** The first of them, in the order of the file. */
  readonly rejectedLines: RejectedLine[] = [];
  private readonly tallies = new Map<string, ColumnTally>();
  private readonly keys: string[] = [];
  private text = "";

  constructor(columns: readonly string[]) {
    for (const name of columns) this.addColumn(name);
  }

  get columns(): readonly ColumnTally[] {
    return [...this.tallies.values()];
  }

  cells(line: number, cells: readonly string[]): void {
    let json = "";
    let index = 0;
    for (const tally of this.tallies.values()) {
      const value = tally.takeText(cells[index] ?? "");
      if (value !== null) json += `${json && ","}${this.keys[index]}${value}`;
      index++;
    }
    this.add(line, json);
  }

  object(line: number, object: Readonly<Record<string, unknown>>): LineFault | null {
    const names = Object.keys(object);
    const unknown = names.filter((name) => !this.tallies.has(name));
    if (this.tallies.size + unknown.length > MAX_COLUMNS) return FAULTS.tooManyColumns;
    if (unknown.some((name) => name.trim() === "" || name.length > MAX_NAME_LENGTH))
      return FAULTS.unusableName;
    for (const name of unknown) this.addColumn(name);
    let json = "";
    for (const name of names) {
      const value = this.tallies.get(name)?.takeJson(object[name]) ?? null;
      if (value !== null) json += `${json && ","}${JSON.stringify(name)}:${value}`;
    }
    this.add(line, json);
    return null;
  }

  reject(line: number, fault: LineFault): void {
    this.rejectedLineCount++;
    if (this.rejectedLines.length < MAX_REJECTED_LINES) this.rejectedLines.push({ line, ...fault });
  }

  /** Hands over what has come together since the last time. */
  take(): Buffer {
    const bytes = Buffer.from(this.text);
    this.text = "";
    return bytes;
  }

  private addColumn(name: string): void {
    this.keys.push(`${JSON.stringify(name)}:`);
    this.tallies.set(name, new ColumnTally(name));
  }

  private add(line: number, json: string): void {
    this.rowCount++;
    this.text += `${line}\u0002{${json}}\n`;
  }
}
