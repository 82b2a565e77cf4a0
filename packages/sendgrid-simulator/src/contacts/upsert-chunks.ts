/**
 * Accepted rows on their way into the store, as text: one JSON object of fields by e-mail for each chunk.
 *
 * Reads  : rows that `checkContacts` has passed.
 * Writes : nothing. Pure.
 * Used by: `upsert-contacts.ts`; `apply-upsert.ts` hands the text to SQLite, which reads it in one pass.
 */
import type { NewChunk } from "../jobs/job-store.ts";
import type { CheckedRow } from "./check-contacts.ts";

/** Rows for each chunk: some 10 ms of work, the longest that calls have to wait. */
const ROWS_PER_CHUNK = 2_000;

/** At least one chunk, so that a job whose rows were all refused still takes its time. */
export function upsertChunks(rows: readonly CheckedRow[]): NewChunk[] {
  const chunks: NewChunk[] = [];
  for (let start = 0; start === 0 || start < rows.length; start += ROWS_PER_CHUNK) {
    const part = rows.slice(start, start + ROWS_PER_CHUNK);
    // By hand: a JavaScript object would drop the first of two rows with the same e-mail, which came in order.
    const members = part.map(({ email, fields }) => `${JSON.stringify(email)}:${JSON.stringify(fields)}`);
    chunks.push({ kind: "upsert", payload: `{${members.join(",")}}`, size: part.length });
  }
  return chunks;
}
