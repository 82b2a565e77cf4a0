import { SgqlProblem, type Token } from "./read-tokens.ts";

export type Literal = string | number;

/** SQLite stops at a depth of 1,000. */
const MAX_CONDITIONS = 500;

/** Takes tokens one by one, and says what was expected where another one came. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #conditions = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  next(): Token | null {
    return this.#tokens[this.#at++] ?? null;
  }

  /** Takes the next token if it is this word or symbol. */
  has(text: string): boolean {
    const token = this.#tokens[this.#at];
    const isIt =
      (token?.kind === "word" && token.text.toUpperCase() === text) ||
      (token?.kind === "symbol" && token.text === text);
    if (isIt) this.#at += 1;
    return isIt;
  }

  expect(text: string): void {
    if (!this.has(text)) throw new SgqlProblem(`expected ${text}`);
  }

  word(): string {
    const token = this.next();
    if (token?.kind !== "word") throw new SgqlProblem("expected the name of a field");
    return token.text.toLowerCase();
  }

  literal(): Literal {
    if (this.has("LOWER")) return this.bracketed(() => String(this.literal()).toLowerCase());
    const token = this.next();
    if (token?.kind === "string") return token.text;
    if (token?.kind === "number") return token.value;
    throw new SgqlProblem("expected a text or a number");
  }

  countCondition(): void {
    this.#conditions += 1;
    if (this.#conditions > MAX_CONDITIONS) {
      throw new SgqlProblem(`at most ${MAX_CONDITIONS} conditions are understood`);
    }
  }

  bracketed<Value>(read: () => Value): Value {
    this.expect("(");
    const value = read();
    this.expect(")");
    return value;
  }
}
