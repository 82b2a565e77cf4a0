import { openFile } from "../features/files/reading/open-file.ts";
import { readRows } from "../features/files/reading/read-rows.ts";

export type ReadFile = {
  readonly columns: readonly string[];
  /** Cells of CSV, or objects of NDJSON, each behind its line number. */
  readonly rows: readonly (readonly [line: number, row: unknown])[];
  readonly rejected: readonly (readonly [line: number, code: string])[];
};

/** Reads a whole file into memory, in chunks of a size, for tests of the reading alone. */
export async function readFile(bytes: Buffer | string, chunkSize = 65_536): Promise<ReadFile> {
  const rows: [number, unknown][] = [];
  const rejected: [number, string][] = [];
  const opened = await openFile(chunksOf(Buffer.from(bytes), chunkSize));
  const sink = {
    cells: (line: number, cells: readonly string[]) => void rows.push([line, [...cells]]),
    object: (line: number, object: object) => {
      rows.push([line, object]);
      return null;
    },
    reject: (line: number, { code }: { code: string }) => void rejected.push([line, code]),
  };
  for await (const _ of readRows(opened, sink));
  return { columns: opened.format.kind === "csv" ? opened.format.columns : [], rows, rejected };
}

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
