/**
 * Reads a search as SendGrid's segmentation query language has it, as much of it as searches are made of.
 *
 * Reads  : a query's text.
 * Writes : nothing. Pure.
 * Used by: `search-contacts.ts`.
 *
 * Understood: `AND`, `OR`, `NOT`, brackets; `=`, `!=`, `[NOT] IN`, `[NOT] LIKE`, `IS [NOT] NULL`; `lower(…)` of a
 * field or a text; `CONTAINS(list, 'text')`. Words are known in any case, `AND` binds closer than `OR`.
 *
 * @see docs.sendgrid.com "Segmentation Query Language"
 */
import { readTokens, SgqlProblem } from "./read-tokens.ts";
import { type Literal, TokenReader } from "./token-reader.ts";

export type Operand = { readonly field: string; readonly isLowered: boolean };

export type Sgql =
  | { readonly kind: "all" | "any"; readonly parts: readonly Sgql[] }
  | { readonly kind: "not"; readonly part: Sgql }
  | { readonly kind: "in"; readonly operand: Operand; readonly values: readonly Literal[] }
  | { readonly kind: "like"; readonly operand: Operand; readonly pattern: string }
  | { readonly kind: "is-null"; readonly operand: Operand }
  | { readonly kind: "contains"; readonly field: string; readonly value: Literal };

/** @throws {SgqlProblem} if it is not understood. */
export function parseSgql(query: string): Sgql {
  const reader = new TokenReader(readTokens(query));
  const parsed = either(reader);
  if (reader.next() !== null) throw new SgqlProblem("expected AND, OR or the end of the query");
  return parsed;
}

function either(reader: TokenReader): Sgql {
  const parts = [both(reader)];
  while (reader.has("OR")) parts.push(both(reader));
  return joined("any", parts);
}

function both(reader: TokenReader): Sgql {
  const parts = [condition(reader)];
  while (reader.has("AND")) parts.push(condition(reader));
  return joined("all", parts);
}

function condition(reader: TokenReader): Sgql {
  reader.countCondition();
  if (reader.has("NOT")) return { kind: "not", part: condition(reader) };
  if (reader.has("(")) {
    const inner = either(reader);
    reader.expect(")");
    return inner;
  }
  if (reader.has("CONTAINS")) {
    return reader.bracketed(() => {
      const field = reader.word();
      reader.expect(",");
      return { kind: "contains", field, value: reader.literal() };
    });
  }
  return comparison(reader, operand(reader));
}

function operand(reader: TokenReader): Operand {
  if (!reader.has("LOWER")) return { field: reader.word(), isLowered: false };
  return reader.bracketed(() => ({ field: reader.word(), isLowered: true }));
}

function comparison(reader: TokenReader, left: Operand): Sgql {
  if (reader.has("=")) return { kind: "in", operand: left, values: [reader.literal()] };
  if (reader.has("!="))
    return { kind: "not", part: { kind: "in", operand: left, values: [reader.literal()] } };
  if (reader.has("IS")) {
    const isNegated = reader.has("NOT");
    reader.expect("NULL");
    return negated(isNegated, { kind: "is-null", operand: left });
  }
  const isNegated = reader.has("NOT");
  if (reader.has("LIKE")) {
    return negated(isNegated, { kind: "like", operand: left, pattern: String(reader.literal()) });
  }
  if (!reader.has("IN")) throw new SgqlProblem("expected =, !=, IN, LIKE or IS");
  const values = reader.bracketed(() => {
    const listed = [reader.literal()];
    while (reader.has(",")) listed.push(reader.literal());
    return listed;
  });
  return negated(isNegated, { kind: "in", operand: left, values });
}

const joined = (kind: "all" | "any", parts: readonly Sgql[]): Sgql =>
  parts.length === 1 && parts[0] ? parts[0] : { kind, parts };

const negated = (isNegated: boolean, part: Sgql): Sgql => (isNegated ? { kind: "not", part } : part);
