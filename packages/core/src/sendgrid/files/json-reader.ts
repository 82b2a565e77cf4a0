/** Far above any value there is. */
const LONGEST_VALUE = 1_048_576;

/** Reads JSON values that come in pieces, cut anywhere, and holds no more than one value and one piece of the text. */
export type JsonReader = {
  /** The values that end in this piece. */
  push(piece: string): readonly unknown[];
  /** The last value, where nothing followed it. */
  end(): readonly unknown[];
};

/** Where the text stands between two values; `line` is outside an array, as in NDJSON. */
type Place = "line" | "array begun" | "after a value" | "after a comma" | "array ended";

const IS_SPACE = /[ \t\r\n]/;

/**
 * Gives the values of one array, or those that follow one another, as in NDJSON. Values within values come with those.
 *
 * @throws where the text is no JSON or ends too soon, in words that quote none of it.
 */
export function createJsonReader(): JsonReader {
  let rest = "";
  let place: Place = "line";
  let value: ValueScan | null = null;

  /** Looks at a mark between two values. @returns the scan of the value that it begins. */
  function between(mark: string): ValueScan | null {
    if (IS_SPACE.test(mark)) return null;
    const next = NEXT[place][mark] ?? NEXT[place].other;
    if (next === undefined) throw new Error("The text is no JSON");
    if (next !== "value") {
      place = next;
      return null;
    }
    if (place !== "line") place = "after a value";
    return scanValue(mark);
  }

  function push(piece: string): unknown[] {
    const values: unknown[] = [];
    const text = rest + piece;
    let start = 0;
    let at = rest.length;
    while (at < text.length) {
      if (value === null) {
        value = between(text.charAt(at));
        start = at++;
        continue;
      }
      const end = value(text, at);
      if (end < 0) break;
      values.push(parse(text.slice(start, end)));
      value = null;
      at = end;
    }
    rest = value === null ? "" : text.slice(start);
    if (rest.length > LONGEST_VALUE) throw new Error("A value of the text does not end");
    return values;
  }

  function end(): unknown[] {
    const values = push("\n"); // ends a number or a word
    if (value !== null || !(place === "line" || place === "array ended"))
      throw new Error("The text ends too soon");
    return values;
  }

  return { push, end };
}

/** What each mark leads to; `other` is any that is not named. */
const NEXT: Readonly<Record<Place, Readonly<Record<string, Place | "value">>>> = {
  line: { "[": "array begun", other: "value" },
  "array begun": { "]": "array ended", other: "value" },
  "after a value": { ",": "after a comma", "]": "array ended" },
  "after a comma": { other: "value" },
  "array ended": {},
};

/** Looks on from there. @returns where the value ends, or -1 where its end has not come yet. */
type ValueScan = (text: string, from: number) => number;

const ENDS_BARE = /[\s,[\]{}"]/;

function scanValue(first: string): ValueScan {
  let depth = first === "{" || first === "[" ? 1 : 0;
  let isInString = first === '"';
  let isEscaped = false;
  const isBare = depth === 0 && !isInString;
  return (text, from) => {
    for (let at = from; at < text.length; at++) {
      const mark = text.charAt(at);
      if (isBare) {
        if (ENDS_BARE.test(mark)) return at;
      } else if (isInString) {
        if (isEscaped) isEscaped = false;
        else if (mark === "\\") isEscaped = true;
        else if (mark === '"') isInString = false;
        if (!isInString && depth === 0) return at + 1;
      } else if (mark === '"') isInString = true;
      else if (mark === "{" || mark === "[") depth += 1;
      else if ((mark === "}" || mark === "]") && --depth === 0) return at + 1;
    }
    return -1;
  };
}

/** The parser's own words quote what it was given. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("The text is no JSON");
  }
}
