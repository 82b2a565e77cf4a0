/**
 * Objects out of NDJSON: one to a line.
 *
 * Reads  : windows of lines.
 * Writes : to the sink, each object with the number of its line.
 * Used by: `readRows`.
 */
import { isUtf8 } from "node:buffer";
import { FAULTS, type LineFault, MAX_RECORD_BYTES } from "./line-fault.ts";
import type { LineWindow } from "./line-windows.ts";
import { parseObject } from "./parse-object.ts";
import type { RowReader, RowSink } from "./row-sink.ts";

export class NdjsonReader implements RowReader {
  constructor(
    private readonly lineBreak: number,
    private line: number,
    private readonly sink: RowSink,
  ) {}

  read(window: LineWindow): void {
    if (window === null) {
      this.sink.reject(this.line++, FAULTS.recordTooLarge);
      return;
    }
    for (let at = 0; at < window.length; this.line++) {
      const end = window.indexOf(this.lineBreak, at);
      const line = window.subarray(at, end < 0 ? window.length : end);
      const fault = this.readLine(line);
      if (fault) this.sink.reject(this.line, fault);
      at += line.length + 1;
    }
  }

  end(): void {}

  private readLine(bytes: Buffer): LineFault | null {
    if (bytes.length > MAX_RECORD_BYTES) return FAULTS.recordTooLarge;
    if (!isUtf8(bytes)) return FAULTS.notUtf8;
    const text = bytes.toString("utf8").trim();
    if (text === "") return null;
    const object = parseObject(text);
    return object.ok ? this.sink.object(this.line, object.value) : object.failure;
  }
}
