import { CsvReader } from "./csv-reader.ts";
import type { FileFormat } from "./detect-format.ts";
import { lineWindows } from "./line-windows.ts";
import { NdjsonReader } from "./ndjson-reader.ts";
import type { OpenedFile } from "./open-file.ts";
import type { RowReader, RowSink } from "./row-sink.ts";

/** Reads every row into the sink, and yields after each window, so that whoever empties the sink sets the pace. */
export async function* readRows({ format, rows }: OpenedFile, sink: RowSink): AsyncGenerator<void> {
  const reader = readerOf(format, sink);
  for await (const window of lineWindows(rows, format.lineBreak)) {
    reader.read(window);
    yield;
  }
  reader.end();
  yield;
}

function readerOf(format: FileFormat, sink: RowSink): RowReader {
  const { line } = format.start;
  if (format.kind === "ndjson") return new NdjsonReader(format.lineBreak, line, sink);
  return new CsvReader(format.dialect, format.columns.length, line, sink);
}
