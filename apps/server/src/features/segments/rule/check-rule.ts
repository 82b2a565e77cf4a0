/**
 * What is wrong with a rule, told all at once, each with its path.
 *
 * Reads  : the rule, the fields that profiles have.
 * Writes : nothing. Pure.
 * Used by: preview and saving (every issue), building (whether the rule still fits the fields).
 */
import type { InputIssue } from "../../../platform/graphql/user-error.ts";
import { isBooleanText, isDateText } from "../../files/columns/value-type.ts";
import type { FieldType } from "../../profiles/field-type.ts";
import { OPERATORS, VALUE_COUNT } from "./operators.ts";
import type { Rule, RuleCondition } from "./rule.ts";

/** Types of the fields, by name. */
export type FieldTypes = ReadonlyMap<string, FieldType>;

const MAX_DEPTH = 5;
const MAX_PARTS = 100;
const MAX_VALUE_LENGTH = 1_000;
const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;

/** @param path - where the rule is in the input. */
export function checkRule(rule: Rule, types: FieldTypes, path = "rule"): readonly InputIssue[] {
  if (isDeeper(rule, MAX_DEPTH))
    return [{ path, code: "rule-too-deep", message: `Groups may be nested up to ${MAX_DEPTH} deep.` }];
  if (countParts(rule) > MAX_PARTS) {
    const message = `A rule may have up to ${MAX_PARTS} conditions and groups.`;
    return [{ path, code: "rule-too-large", message }];
  }
  return groupIssues(rule, types, path);
}

const isDeeper = ({ groups }: Rule, levels: number): boolean =>
  groups.length > 0 && (levels === 1 || groups.some((group) => isDeeper(group, levels - 1)));

const countParts = ({ conditions, groups }: Rule): number =>
  conditions.length + groups.reduce((count, group) => count + 1 + countParts(group), 0);

function groupIssues({ conditions, groups }: Rule, types: FieldTypes, path: string): readonly InputIssue[] {
  return [
    ...conditions.flatMap((condition, index) =>
      conditionIssues(condition, types, `${path}.conditions.${index}`),
    ),
    ...groups.flatMap((group, index) => groupIssues(group, types, `${path}.groups.${index}`)),
  ];
}

function conditionIssues(
  { field, operator, values }: RuleCondition,
  types: FieldTypes,
  path: string,
): readonly InputIssue[] {
  const type = types.get(field);
  if (type === undefined)
    return [{ path: `${path}.field`, code: "unknown-field", message: "Profiles have no such field." }];
  if (!OPERATORS[type].includes(operator)) {
    const message = `A field of type ${type} takes ${OPERATORS[type].join(", ")}.`;
    return [{ path: `${path}.operator`, code: "operator-unfit", message }];
  }
  const { min, max } = VALUE_COUNT[operator];
  if (values.length < min || values.length > max) {
    const message = `${operator} takes ${min === max ? min : `${min} to ${max}`} values.`;
    return [{ path: `${path}.values`, code: "value-count", message }];
  }
  return values.flatMap((value, index) => {
    const issue = valueIssue(value, type);
    return issue ? [{ path: `${path}.values.${index}`, ...issue }] : [];
  });
}

function valueIssue(value: string, type: FieldType): Omit<InputIssue, "path"> | null {
  const text = value.trim();
  if (text === "")
    return { code: "value-blank", message: "Write a value. For profiles without one, use IS_NOT_SET." };
  if (value.length > MAX_VALUE_LENGTH)
    return { code: "too-long", message: `Use at most ${MAX_VALUE_LENGTH} characters.` };
  if (value.includes("\0") || !value.isWellFormed())
    return { code: "value-unreadable", message: "It holds a character that no text can hold." };
  if (type === "NUMBER" && !NUMBER.test(text))
    return { code: "number-malformed", message: "Write a number, such as 12 or -0.5." };
  if (type === "DATE" && !isDateText(text))
    return { code: "date-malformed", message: "Write a date, such as 2024-05-31 or 2024-05-31T10:00:00Z." };
  if (type === "BOOLEAN" && !isBooleanText(text))
    return { code: "boolean-malformed", message: "Write true or false." };
  return null;
}
