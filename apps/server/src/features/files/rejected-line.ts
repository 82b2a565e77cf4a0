import type { EntityManager } from "typeorm";
import type { LineFault } from "./reading/line-fault.ts";

/** A line that did not become a profile, and why. */
export type RejectedLine = LineFault & { readonly line: number };

/** Lines that are kept of one file; counts go on. */
export const MAX_REJECTED_LINES = 10_000;

export async function keepRejectedLines(
  db: EntityManager,
  fileId: string,
  lines: readonly RejectedLine[],
): Promise<void> {
  await db.query(
    `insert into rejected_line (file_id, line, code, message)
     select $1, * from unnest($2::bigint[], $3::text[], $4::text[])`,
    [
      fileId,
      lines.map(({ line }) => line),
      lines.map(({ code }) => code),
      lines.map(({ message }) => message),
    ],
  );
}
