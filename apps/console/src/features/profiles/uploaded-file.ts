import * as v from "valibot";

const Column = v.object({
  name: v.string(),
  type: v.picklist(["TEXT", "NUMBER", "BOOLEAN", "DATE"]),
  filledCount: v.number(),
  /** Up to three values, as they are in the file. */
  samples: v.array(v.string()),
});

/** What `POST /files` answers: the file as it was understood, before anything is made of it. */
export const UploadedFile = v.object({
  id: v.string(),
  name: v.string(),
  sizeBytes: v.number(),
  format: v.picklist(["csv", "ndjson"]),
  rowCount: v.number(),
  rejectedLineCount: v.number(),
  /** The first of them. */
  rejectedLines: v.array(v.object({ line: v.number(), code: v.string(), message: v.string() })),
  columns: v.array(Column),
  suggested: v.object({ idField: v.nullable(v.string()), emailField: v.nullable(v.string()) }),
});
export type UploadedFile = v.InferOutput<typeof UploadedFile>;

/** What it answers instead: the file was refused, or the server failed. */
export const FileRefusal = v.object({
  code: v.string(),
  message: v.string(),
  requestId: v.optional(v.nullable(v.string()), null),
});
