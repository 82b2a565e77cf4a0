import type { ImportFile } from "../import/csv-file.ts";
import type { ReadyRow, Row } from "./row.ts";

/** Rows without a gap between them: when they are done, the run's cursor is the last one's profile. */
export type RowRange = {
  readonly firstProfileId: string;
  readonly lastProfileId: string;
  readonly rowCount: number;
};

/** A range of rows, handed over and then stored as one. Each of its rows is in `rows` or in one of `files`. */
export type Batch = RowRange & {
  /** Rows that are in no file, in order; those set aside are among them. */
  readonly rows: readonly Row[];
  /** Those of `rows` to send by upsert, in order. */
  readonly contacts: readonly ReadyRow[];
  /** UTF-8 bytes of the upsert's body; 0 where there is nothing to send. */
  readonly bodyBytes: number;
  /** Contacts that go by import. They belong to whoever has the batch, who discards them: {@link discardFiles}. */
  readonly files: readonly ImportFile[];
};

/** Nothing is left of a batch's files. May come twice. */
export async function discardFiles({ files }: Pick<Batch, "files">): Promise<void> {
  for (const { spooled } of files) await spooled.discard();
}
