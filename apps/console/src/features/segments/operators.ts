import type { ProfileField } from "../profiles/profile.graphql.ts";
import type { RuleInput } from "./segment.graphql.ts";

export type FieldType = ProfileField["type"];
export type Operator = RuleInput["conditions"][number]["operator"];

/** What can be asked of a field, by its type; the first is where a new condition begins. */
export const OPERATORS: Readonly<Record<FieldType, readonly [Operator, ...Operator[]]>> = {
  TEXT: ["EQUALS", "NOT_EQUALS", "CONTAINS", "NOT_CONTAINS", "STARTS_WITH", "ONE_OF", "IS_SET", "IS_NOT_SET"],
  NUMBER: ["EQUALS", "NOT_EQUALS", "GREATER_THAN", "LESS_THAN", "BETWEEN", "ONE_OF", "IS_SET", "IS_NOT_SET"],
  DATE: ["EQUALS", "NOT_EQUALS", "GREATER_THAN", "LESS_THAN", "BETWEEN", "ONE_OF", "IS_SET", "IS_NOT_SET"],
  BOOLEAN: ["EQUALS", "NOT_EQUALS", "IS_SET", "IS_NOT_SET"],
};

/** How many values an operator takes. */
export function valueCount(operator: Operator): 0 | 1 | 2 | "many" {
  switch (operator) {
    case "IS_SET":
    case "IS_NOT_SET":
      return 0;
    case "BETWEEN":
      return 2;
    case "ONE_OF":
      return "many";
    default:
      return 1;
  }
}
