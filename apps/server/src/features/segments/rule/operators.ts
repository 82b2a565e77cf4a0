import type { FieldType } from "../../profiles/field-type.ts";
import type { RuleOperator } from "./rule.ts";

/** How many values an operator takes. */
export const VALUE_COUNT: Readonly<Record<RuleOperator, { readonly min: number; readonly max: number }>> = {
  EQUALS: { min: 1, max: 1 },
  NOT_EQUALS: { min: 1, max: 1 },
  CONTAINS: { min: 1, max: 1 },
  NOT_CONTAINS: { min: 1, max: 1 },
  STARTS_WITH: { min: 1, max: 1 },
  ONE_OF: { min: 1, max: 1_000 },
  GREATER_THAN: { min: 1, max: 1 },
  LESS_THAN: { min: 1, max: 1 },
  BETWEEN: { min: 2, max: 2 },
  IS_SET: { min: 0, max: 0 },
  IS_NOT_SET: { min: 0, max: 0 },
};

const ANY: readonly RuleOperator[] = ["EQUALS", "NOT_EQUALS", "IS_SET", "IS_NOT_SET"];
const ORDERED: readonly RuleOperator[] = [...ANY, "ONE_OF", "GREATER_THAN", "LESS_THAN", "BETWEEN"];

/** What can be asked of a field of each type. */
export const OPERATORS: Readonly<Record<FieldType, readonly RuleOperator[]>> = {
  TEXT: [...ANY, "ONE_OF", "CONTAINS", "NOT_CONTAINS", "STARTS_WITH"],
  NUMBER: ORDERED,
  DATE: ORDERED,
  BOOLEAN: ANY,
};
