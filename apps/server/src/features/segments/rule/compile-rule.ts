/**
 * A rule as SQL over `profile.attributes`. Names and values are parameters, all of them; none is ever part of the text.
 *
 * Reads  : a rule that `checkRule` has passed.
 * Writes : nothing. Pure.
 * Used by: `matchingProfiles`.
 *
 * A profile without the attribute matches IS_NOT_SET, NOT_EQUALS and NOT_CONTAINS, and nothing else. Those two are
 * the exact complements of EQUALS and CONTAINS: everybody is in one or the other. How values of each type are
 * compared stands with `compareText`, `compareNumber`, `compareDate`; a value that is not of its field's type is
 * never an error and counts as absent.
 */
import { unreachable } from "@keruen/core";
import type { FieldType } from "../../profiles/field-type.ts";
import type { FieldTypes } from "./check-rule.ts";
import { compareBoolean } from "./compare-boolean.ts";
import { compareDate } from "./compare-date.ts";
import { compareNumber } from "./compare-number.ts";
import { compareText } from "./compare-text.ts";
import type { Rule, RuleCondition, RuleOperator } from "./rule.ts";

/** Takes a value as the next parameter of the statement. @returns its placeholder, e.g. `$3`. */
export type Bind = (value: unknown) => string;

/** What is left to the types once negation and absence are dealt with. */
export type Comparison = {
  readonly operator: Exclude<RuleOperator, "NOT_EQUALS" | "NOT_CONTAINS" | "IS_SET" | "IS_NOT_SET">;
  readonly values: readonly string[];
};

/** A boolean expression, never null. An empty group is true. */
export function compileRule({ join, conditions, groups }: Rule, types: FieldTypes, bind: Bind): string {
  const parts = [
    ...conditions.map((condition) => compileCondition(condition, types.get(condition.field) ?? "TEXT", bind)),
    ...groups.map((group) => compileRule(group, types, bind)),
  ];
  return parts.length === 0 ? "true" : `(${parts.join(join === "AND" ? " and " : " or ")})`;
}

function compileCondition({ field, operator, values }: RuleCondition, type: FieldType, bind: Bind): string {
  const text = `(attributes ->> ${bind(field)}::text)`;
  const matches = (comparison: Comparison) => `coalesce(${compare(text, comparison, type, bind)}, false)`;
  switch (operator) {
    case "IS_SET":
      return `${text} is not null`;
    case "IS_NOT_SET":
      return `${text} is null`;
    case "NOT_EQUALS":
      return `not ${matches({ operator: "EQUALS", values })}`;
    case "NOT_CONTAINS":
      return `not ${matches({ operator: "CONTAINS", values })}`;
    default:
      return matches({ operator, values });
  }
}

function compare(text: string, comparison: Comparison, type: FieldType, bind: Bind): string {
  switch (type) {
    case "TEXT":
      return compareText(text, comparison, bind);
    case "NUMBER":
      return compareNumber(text, comparison, bind);
    case "DATE":
      return compareDate(text, comparison, bind);
    case "BOOLEAN":
      return compareBoolean(text, comparison, bind);
    default:
      return unreachable(type);
  }
}
