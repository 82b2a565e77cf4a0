/** Why a query is not SGQL, or not the part of it that is understood here; the message is for the caller. */
export class SgqlProblem extends Error {}

export type Token =
  | { readonly kind: "string" | "word" | "symbol"; readonly text: string }
  | { readonly kind: "number"; readonly value: number };

const TOKEN =
  /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(!=|=|\(|\)|,))\s*/sy;

/**
 * Cuts a query into strings, numbers, words and symbols.
 *
 * @throws {SgqlProblem} at the first character that begins none of them.
 * @see docs.sendgrid.com "Segmentation Query Language": strings in either quotes, a backslash before a quote within
 */
export function readTokens(query: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < query.length; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(query);
    if (!match) throw new SgqlProblem(`cannot read the query from character ${at + 1}`);
    const [, single, double, number, word, symbol] = match;
    const text = single ?? double;
    if (text !== undefined) tokens.push({ kind: "string", text: text.replaceAll(/\\(.)/gs, "$1") });
    else if (number !== undefined) tokens.push({ kind: "number", value: Number(number) });
    else if (word !== undefined) tokens.push({ kind: "word", text: word });
    else tokens.push({ kind: "symbol", text: symbol ?? "" });
  }
  return tokens;
}
