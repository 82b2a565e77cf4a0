/** Far above any row there is. */
const LONGEST_OBJECT = 1_048_576;

/** Reads JSON objects that come in pieces, cut anywhere, and holds no more than one object and one piece of the text. */
export type JsonReader = {
  /** The objects that end in this piece. */
  push(piece: string): readonly object[];
  /** None: nothing may be left over. */
  end(): readonly object[];
};

/**
 * Gives the objects of an array, or those that follow one another, as in NDJSON: what stands between them is not looked
 * at. Objects within objects come with those.
 *
 * @throws where an object is no JSON, or does not end, or the array does not.
 */
export function createJsonReader(): JsonReader {
  let rest = "";
  let braces = 0;
  let brackets = 0;
  let isInString = false;
  let isEscaped = false;

  /** True where the mark ends an object. */
  function isEnd(mark: string): boolean {
    if (isInString) {
      if (isEscaped) isEscaped = false;
      else if (mark === "\\") isEscaped = true;
      else if (mark === '"') isInString = false;
      return false;
    }
    if (mark === '"') isInString = true;
    else if (mark === "{") braces += 1;
    else if (mark === "}") return --braces === 0;
    else if (braces === 0 && mark === "[") brackets += 1;
    else if (braces === 0 && mark === "]") brackets -= 1;
    return false;
  }

  function push(piece: string): object[] {
    const objects: object[] = [];
    let start = braces > 0 ? 0 : -1;
    const text = rest + piece;
    for (let at = rest.length; at < text.length; at++) {
      const mark = text.charAt(at);
      if (isEnd(mark)) {
        objects.push(JSON.parse(text.slice(start, at + 1)));
        start = -1;
      } else if (braces > 0 && start < 0) start = at;
    }
    rest = start < 0 ? "" : text.slice(start);
    if (rest.length > LONGEST_OBJECT) throw new Error("An object of the file does not end");
    return objects;
  }

  function end(): object[] {
    if (braces !== 0 || brackets !== 0 || isInString) throw new Error("The file ends too soon");
    return [];
  }

  return { push, end };
}
