/**
 * A parsed search as a condition that SQLite checks against `contact`.
 *
 * Reads  : the account's custom fields and lists, to know what a name or an id stands for.
 * Writes : nothing.
 * Used by: `search-contacts.ts`.
 *
 * Whatever the caller wrote is bound, never pasted. An e-mail or a contact id is found by its index; any other field
 * is looked for in every contact, which for millions takes seconds.
 */
import type { Simulation } from "../../simulation.ts";
import { IDENTIFIER_TYPES, TEXT_FIELDS } from "../contact-fields.ts";
import type { SqlCondition } from "../contact-store.ts";
import type { Operand, Sgql } from "./parse-sgql.ts";
import { SgqlProblem } from "./read-tokens.ts";
import type { Literal } from "./token-reader.ts";

type Names = Pick<Simulation, "fields" | "lists" | "ids">;

/** @throws {SgqlProblem} for a field that is not there. */
export function toSql(query: Sgql, names: Names): SqlCondition {
  switch (query.kind) {
    case "all":
    case "any": {
      const parts = query.parts.map((part) => toSql(part, names));
      const sql = parts.map((part) => `(${part.sql})`).join(query.kind === "all" ? " and " : " or ");
      return { sql, values: parts.flatMap(({ values }) => values) };
    }
    case "not": {
      const { sql, values } = toSql(query.part, names);
      return { sql: `not (${sql})`, values };
    }
    case "in":
      return oneOf(query.operand, query.values, names);
    case "like":
      return { sql: `${column(query.operand, names)} glob ?`, values: [globOf(query.pattern)] };
    case "is-null":
      return { sql: `${column(query.operand, names)} is null`, values: [] };
    case "contains":
      return contains(query.field, query.value, names);
  }
}

function oneOf(operand: Operand, values: readonly Literal[], names: Names): SqlCondition {
  if (operand.field === "contact_id") {
    const numbers = values.map((id) => names.ids.numberOf(String(id))).filter((number) => number !== null);
    return {
      sql: "contact.number in (select value from json_each(?))",
      values: [JSON.stringify(numbers)],
    };
  }
  const sql = `${column(operand, names)} in (select value from json_each(?))`;
  return { sql, values: [JSON.stringify(values)] };
}

function contains(field: string, value: Literal, { lists }: Names): SqlCondition {
  if (field === "list_ids") {
    const list = lists.find(String(value))?.number ?? -1;
    const sql = "exists (select 1 from membership where list = ? and membership.contact = contact.number)";
    return { sql, values: [list] };
  }
  if (field === "alternate_emails") {
    const sql = `exists (select 1 from identifier
      where type = 'alternate_email' and identifier.value = ? and identifier.contact = contact.number)`;
    return { sql, values: [String(value)] };
  }
  throw new SgqlProblem(`'${field}' is not a list of values`);
}

function column({ field, isLowered }: Operand, names: Names): string {
  const stored = storedAt(field, names);
  return isLowered ? `lower(${stored})` : stored;
}

function storedAt(field: string, { fields }: Names): string {
  if (field === "email") return "contact.email";
  const isReserved = TEXT_FIELDS.has(field) || IDENTIFIER_TYPES.some((type) => type === field);
  if (isReserved) return `(contact.fields ->> '$.${field}')`;
  const custom = [...fields.byId.values()].find(({ name }) => name.toLowerCase() === field);
  if (custom) return `(contact.fields ->> '$.custom_fields.${custom.id}')`;
  throw new SgqlProblem(`unknown field '${field}'`);
}

/** `%` stands for anything and `%%` for itself. Unlike SQLite's own `like`, `glob` minds the case. */
const globOf = (pattern: string): string =>
  pattern.replaceAll(/%%|%|[*?[]/g, (found) => {
    if (found === "%%") return "%";
    return found === "%" ? "*" : `[${found}]`;
  });
