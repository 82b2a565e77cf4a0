/**
 * A rule while it is being edited: the server's shape, with a key for each row so that rows keep their inputs.
 *
 * Reads  : a stored rule.
 * Writes : nothing. Pure: every change is a new rule.
 * Used by: the rule editor.
 */
import { type FieldType, OPERATORS, type Operator, valueCount } from "./operators.ts";
import type { RuleInput, Segment } from "./segment.graphql.ts";

export type EditedCondition = {
  readonly key: string;
  readonly field: string;
  readonly operator: Operator;
  readonly values: readonly string[];
};

export type EditedGroup = {
  readonly key: string;
  readonly join: RuleInput["join"];
  readonly conditions: readonly EditedCondition[];
  readonly groups: readonly EditedGroup[];
};

/** Groups in groups, the outermost counted: as deep as the server takes them. */
export const MAX_DEPTH = 5;

const newKey = () => crypto.randomUUID();

export const emptyCondition = (): EditedCondition => ({
  key: newKey(),
  field: "",
  operator: "EQUALS",
  values: [""],
});

export const emptyGroup = (join: EditedGroup["join"] = "AND"): EditedGroup => ({
  key: newKey(),
  join,
  conditions: [emptyCondition()],
  groups: [],
});

type StoredGroup = Pick<NonNullable<Segment["rule"]>, "join" | "conditions"> & {
  readonly groups?: readonly StoredGroup[];
};

export const editedRule = ({ join, conditions, groups = [] }: StoredGroup): EditedGroup => ({
  key: newKey(),
  join,
  conditions: conditions.map((condition) => ({ key: newKey(), ...condition })),
  groups: groups.map(editedRule),
});

export const ruleInput = ({ join, conditions, groups }: EditedGroup): RuleInput => ({
  join,
  conditions: conditions.map(({ field, operator, values }) => ({
    field,
    operator,
    values: values.map((value) => value.trim()).filter((value) => value !== ""),
  })),
  groups: groups.map(ruleInput),
});

/** Takes another field, with an operator that suits its type; the values stay where they may. */
export function withField(condition: EditedCondition, field: string, type: FieldType): EditedCondition {
  const allowed = OPERATORS[type];
  return withOperator(
    { ...condition, field },
    allowed.includes(condition.operator) ? condition.operator : allowed[0],
  );
}

/** Takes another operator, with as many values as it needs. */
export function withOperator(condition: EditedCondition, operator: Operator): EditedCondition {
  const count = valueCount(operator);
  const { values } = condition;
  if (count === "many") return { ...condition, operator, values: values.filter((value) => value !== "") };
  return { ...condition, operator, values: Array.from({ length: count }, (_, index) => values[index] ?? "") };
}

/** Whether a condition says something: it has a field, and as many values as its operator takes. */
export function isComplete({ field, operator, values }: EditedCondition): boolean {
  const count = valueCount(operator);
  const filled = values.filter((value) => value.trim() !== "").length;
  return field !== "" && (count === "many" ? filled > 0 : filled === count);
}

/** Whether every condition says something, all the way down. */
export const isWholeRule = ({ conditions, groups }: EditedGroup): boolean =>
  conditions.every(isComplete) && groups.every(isWholeRule);

/** Whether it takes everybody: nothing is asked of anybody. */
export const takesEverybody = ({ conditions, groups }: EditedGroup): boolean =>
  conditions.length === 0 && groups.every(takesEverybody);
