import type { LineFault } from "./line-fault.ts";
import type { LineWindow } from "./line-windows.ts";

/** Where readers put what they find, in the order of the file. */
export type RowSink = {
  /** A row of CSV: one cell for each column of the header. */
  cells(line: number, cells: readonly string[]): void;
  /** A row of NDJSON. */
  object(line: number, object: Readonly<Record<string, unknown>>): LineFault | null;
  reject(line: number, fault: LineFault): void;
};

/** Gets every window in order, then the end. */
export type RowReader = {
  read(window: LineWindow): void;
  end(): void;
};
