/** Formats that people try, by their first bytes (as Latin-1), and what to do instead. */
const MAGIC: readonly (readonly [string, string])[] = [
  ["PK\x03\x04", "It is a ZIP archive or an Excel workbook. Save the sheet as CSV (UTF-8)."],
  ["\xd0\xcf\x11\xe0", "It is an old Excel workbook. Save the sheet as CSV (UTF-8)."],
  ["\xff\xfe", "It is UTF-16 text. Save it as CSV (UTF-8)."],
  ["\xfe\xff", "It is UTF-16 text. Save it as CSV (UTF-8)."],
  ["%PDF", "It is a PDF. Export the table as CSV (UTF-8)."],
  ["\x1f\x8b", "It is gzip inside gzip. Pack it once."],
];
const MARKUP = /^\s*<(?:!doctype|\?xml|[a-z]+[\s>])/i;
const JSON_LIST = /^\s*\[\s*[[{\]]/;

/** What it is instead of CSV or NDJSON, or null where its beginning does not tell. */
export function foreignFormat(head: Buffer): string | null {
  const start = head.toString("latin1", 0, 64);
  if (MARKUP.test(start)) return "It is a web page or XML. Export the table as CSV (UTF-8).";
  if (JSON_LIST.test(start)) return "It is one JSON list. Write one object to a line (NDJSON).";
  return MAGIC.find(([magic]) => start.startsWith(magic))?.[1] ?? null;
}
