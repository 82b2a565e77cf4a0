import { type CsvDialect, parseCsv } from "./parse-csv.ts";

const DELIMITERS: readonly CsvDialect["delimiter"][] = [",", ";", "\t"];
const SAMPLE_RECORDS = 20;

/**
 * The delimiter under which the header has several columns and most rows have as many; comma where none does.
 *
 * @param sample - whole lines, the header first.
 */
export function detectDelimiter(sample: Buffer, lineBreak: number): CsvDialect["delimiter"] {
  const fits = DELIMITERS.map((delimiter) => ({ delimiter, ...fitOf(sample, { delimiter, lineBreak }) }))
    .filter(({ columns }) => columns > 1)
    .toSorted((a, b) => b.likeHeader - a.likeHeader || b.columns - a.columns);
  return fits[0]?.delimiter ?? ",";
}

function fitOf(
  sample: Buffer,
  dialect: CsvDialect,
): { readonly columns: number; readonly likeHeader: number } {
  const counts: number[] = [];
  parseCsv(sample, dialect, (cells) => {
    counts.push(cells.length);
    return counts.length < SAMPLE_RECORDS ? "go-on" : "enough";
  });
  const columns = counts[0] ?? 0;
  const likeHeader = counts.filter((count) => count === columns).length / Math.max(counts.length, 1);
  return { columns, likeHeader };
}
