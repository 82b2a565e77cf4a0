import type { FieldType } from "../profiles/field-type.ts";
import { type Suggestion, suggestColumns } from "./columns/suggest-columns.ts";
import type { RejectedLine } from "./rejected-line.ts";
import type { StagedRows } from "./staged-rows.ts";

/** What `POST /files` answers. */
export type UploadedFile = {
  readonly id: string;
  readonly name: string;
  /** As it came in: packed, if it was. */
  readonly sizeBytes: number;
  readonly format: "csv" | "ndjson";
  readonly rowCount: number;
  readonly rejectedLineCount: number;
  /** The first 50. */
  readonly rejectedLines: readonly RejectedLine[];
  readonly columns: readonly FileColumn[];
  readonly suggested: Suggestion;
};

export type FileColumn = {
  readonly name: string;
  readonly type: FieldType;
  readonly filledCount: number;
  /** Up to three values, as they are in the file. */
  readonly samples: readonly string[];
};

const ANSWERED_LINES = 50;

export function describeFile(
  file: Pick<UploadedFile, "id" | "name" | "sizeBytes" | "format">,
  { rowCount, rejectedLineCount, rejectedLines, columns }: StagedRows,
): UploadedFile {
  return {
    ...file,
    rowCount,
    rejectedLineCount,
    rejectedLines: rejectedLines.slice(0, ANSWERED_LINES),
    columns: columns.map(({ name, type, filledCount, samples }) => ({ name, type, filledCount, samples })),
    suggested: suggestColumns(columns, rowCount),
  };
}
