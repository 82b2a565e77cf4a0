import type { EntityManager } from "typeorm";
import { MAX_REJECTED_LINES } from "../files/rejected-line.ts";
import { stagingTable } from "../files/uploaded-file.entity.ts";
import type { SourceEntity } from "./source.entity.ts";

/** Rows of one transaction: a second's work or two, and how often progress is told. */
export const LINES_AT_ONCE = 50_000;

/** Characters of an id, and of an address to search by. They have to fit into an index. */
const MAX_KEY_LENGTH = 500;
const MAX_EMAIL_LENGTH = 320;

const BLANKS = String.raw`e' \t\r\n'`;

const REASONS = `(values
  ('person-erased', 'This person was erased, and stays out.'),
  ('id-missing', 'It has no id.'),
  ('id-too-long', 'Its id has more than ${MAX_KEY_LENGTH} characters.'),
  ('id-duplicate', 'An earlier line has the same id; the first one counts.')) as reason (code, message)`;

export type LoadedLines = {
  /** The last line that was read; null: there was none left. */
  readonly lastLine: number | null;
  readonly profileCount: number;
  readonly rejectedLineCount: number;
};

/**
 * Makes profiles of the next staged rows, in the order of the file. Of several rows with one id the first counts;
 * the others, and rows without an id, become rejected lines.
 *
 * @param erasedLines - of people who were erased ({@link linesOfErased}): rejected as well.
 */
export async function loadLines(
  db: EntityManager,
  source: SourceEntity,
  erasedLines: readonly number[],
): Promise<LoadedLines> {
  const [loaded] = await db.query(
    `with line as materialized (
       select line, attributes, btrim(attributes->>$4, ${BLANKS}) as key,
              nullif(lower(btrim(attributes->>$5, ${BLANKS}) collate "C"), '') as email
       from ${stagingTable(source.fileId)} where line > $2 order by line limit ${LINES_AT_ONCE}
     ), first as materialized (
       select distinct on (key) key, line from line
       where line <> all($6::bigint[]) and key <> '' and length(key) <= ${MAX_KEY_LENGTH} order by key, line
     ), added as (
       insert into profile (source_id, key, email, attributes)
       select $1, line.key, case when length(email) <= ${MAX_EMAIL_LENGTH} then email end, attributes
       from line join first using (line) order by line
       on conflict (key, source_id) do nothing
       returning key
     ), accepted as (
       select first.line from first join added using (key)
     ), refused as (
       select line.line, case
         when line.line = any($6::bigint[]) then 'person-erased'
         when line.key is null or line.key = '' then 'id-missing'
         when length(line.key) > ${MAX_KEY_LENGTH} then 'id-too-long'
         else 'id-duplicate' end as code
       from line left join accepted using (line) where accepted.line is null
     ), kept as (
       insert into rejected_line (file_id, line, code, message)
       select $3, line, code, message from refused join ${REASONS} using (code) order by line
       limit greatest(0, ${MAX_REJECTED_LINES} - (select count(*) from rejected_line where file_id = $3))
     )
     select (select max(line) from line) as "lastLine",
            (select count(*) from added) as "profileCount",
            (select count(*) from refused) as "rejectedLineCount"`,
    [source.id, source.loadedLine, source.fileId, source.idField, source.emailField, erasedLines],
  );
  return loaded;
}
