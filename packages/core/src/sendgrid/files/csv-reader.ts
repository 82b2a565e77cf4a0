/** A cell and what ends it. Nothing is said of a cell whose end has not come yet: its quotes may go on. */
const CELL = /(?:"((?:[^"]|"")*)"|((?!")[^,\r\n]*))(,|\r?\n)/y;

/** Far above any cell there is: SendGrid's longest text is 1,000 characters. */
const LONGEST_CELL = 1_048_576;

/** Reads CSV that comes in pieces, cut anywhere, and holds no more than one line and one piece of it. */
export type CsvReader = {
  /** The lines that end in this piece. */
  push(piece: string): readonly (readonly string[])[];
  /** The last line, where no line break ended it. */
  end(): readonly (readonly string[])[];
};

/**
 * Lines of cells; a line break at the end begins none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function createCsvReader(): CsvReader {
  let rest = "";
  let line: string[] = [];

  function push(piece: string): string[][] {
    const text = rest + piece;
    const lines: string[][] = [];
    let readTo = 0;
    CELL.lastIndex = 0;
    for (let cell = CELL.exec(text); cell !== null; cell = CELL.exec(text)) {
      const [, quoted, plain = "", end] = cell;
      readTo = CELL.lastIndex;
      line.push(quoted?.replaceAll('""', '"') ?? plain);
      if (end === ",") continue;
      lines.push(line);
      line = [];
    }
    rest = text.slice(readTo);
    if (rest.length > LONGEST_CELL) throw new Error("A cell of the file does not end");
    return lines;
  }

  function end(): string[][] {
    if (rest === "" && line.length === 0) return [];
    const lines = push("\n");
    if (rest !== "") throw new Error("The file ends within quotes");
    return lines;
  }

  return { push, end };
}
