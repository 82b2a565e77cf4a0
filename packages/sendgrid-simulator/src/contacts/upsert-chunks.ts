/**
 * Accepted rows on their way into the store, as text that SQLite reads by itself.
 *
 * Reads  : rows that `checkContacts` has passed.
 * Writes : nothing. Pure.
 * Used by: `upsert-contacts.ts`.
 *
 * Nearly all rows are known by their e-mail alone, and are applied 2,000 at a stroke (`apply-upsert.ts`). A row with
 * other identifiers has to be looked up by each of them, one row at a time (`apply-identified-rows.ts`).
 */
import type { NewChunk } from "../jobs/chunk.ts";
import type { CheckedRow } from "./check-contacts.ts";
import { IDENTIFIER_TYPES } from "./contact-fields.ts";

/** Rows for each chunk: some 10 ms of work, the longest that calls have to wait. */
const ROWS_PER_CHUNK = 2_000;
const IDENTIFIED_ROWS_PER_CHUNK = 500;

/**
 * At least one chunk, so that a job whose rows were all refused still takes its time. Rows of an account with a
 * limit go one by one: each may be the one beyond it.
 */
export function upsertChunks(rows: readonly CheckedRow[], isLimited = false): NewChunk[] {
  const identified = isLimited ? rows : rows.filter(isIdentified);
  const plain = identified.length === 0 ? rows : rows.filter((row) => !isLimited && !isIdentified(row));
  const chunks = [
    ...slices(plain, ROWS_PER_CHUNK).map(plainChunk),
    ...slices(identified, IDENTIFIED_ROWS_PER_CHUNK).map(identifiedChunk),
  ];
  return chunks.length > 0 ? chunks : [plainChunk([])];
}

/** One JSON object of fields by e-mail. */
function plainChunk(rows: readonly CheckedRow[]): NewChunk {
  // By hand: a JavaScript object would drop the first of two rows with the same e-mail, which came in order.
  const members = rows.map(({ email, fields }) => `${JSON.stringify(email)}:${JSON.stringify(fields)}`);
  return { kind: "upsert", payload: `{${members.join(",")}}`, size: rows.length };
}

const identifiedChunk = (rows: readonly CheckedRow[]): NewChunk => ({
  kind: "upsert-identified",
  payload: JSON.stringify(rows),
  size: rows.length,
});

const isIdentified = ({ email, fields }: CheckedRow): boolean =>
  email === null ||
  fields.alternate_emails !== undefined ||
  IDENTIFIER_TYPES.some((type) => fields[type] !== undefined);

function slices<Value>(values: readonly Value[], size: number): (readonly Value[])[] {
  const parts: (readonly Value[])[] = [];
  for (let start = 0; start < values.length; start += size) parts.push(values.slice(start, start + size));
  return parts;
}
