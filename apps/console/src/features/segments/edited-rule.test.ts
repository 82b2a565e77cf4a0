import { describe, expect, test } from "vitest";
import {
  editedRule,
  emptyCondition,
  emptyGroup,
  isComplete,
  isWholeRule,
  ruleInput,
  withField,
  withOperator,
} from "./edited-rule.ts";

const condition = (field: string, operator: Parameters<typeof withOperator>[1], ...values: string[]) => ({
  field,
  operator,
  values,
});

describe("a rule that is opened and saved", () => {
  test("is the same rule, groups in groups included", () => {
    const stored = {
      join: "AND" as const,
      conditions: [condition("tier", "ONE_OF", "gold", "silver")],
      groups: [
        {
          join: "OR" as const,
          conditions: [condition("city", "EQUALS", "Алматы")],
          groups: [
            { join: "AND" as const, conditions: [condition("orders", "BETWEEN", "1", "5")], groups: [] },
          ],
        },
      ],
    };
    expect(ruleInput(editedRule(stored))).toEqual(stored);
  });

  test("has no blanks around its values", () => {
    const rule = {
      ...emptyGroup(),
      conditions: [{ ...emptyCondition(), field: "city", values: [" Алматы "] }],
    };
    expect(ruleInput(rule).conditions[0]?.values).toEqual(["Алматы"]);
  });
});

describe("isComplete", () => {
  test.each([
    ["no field", condition("", "EQUALS", "x"), false],
    ["no value", condition("city", "EQUALS", " "), false],
    ["a value", condition("city", "EQUALS", "x"), true],
    ["half a range", condition("orders", "BETWEEN", "1", ""), false],
    ["a range", condition("orders", "BETWEEN", "1", "2"), true],
    ["an empty list", condition("city", "ONE_OF"), false],
    ["a question that needs no value", condition("city", "IS_SET"), true],
  ])("with %s", (_, facts, expected) => {
    expect(isComplete({ key: "k", ...facts })).toBe(expected);
  });

  test("is asked of every condition, however deep", () => {
    const inner = { ...emptyGroup("OR"), conditions: [{ ...emptyCondition(), field: "city", values: [""] }] };
    const outer = { ...emptyGroup(), conditions: [], groups: [inner] };
    expect(isWholeRule(outer)).toBe(false);
    expect(isWholeRule({ ...outer, groups: [] })).toBe(true);
  });
});

describe("another operator", () => {
  const range = { key: "k", ...condition("orders", "BETWEEN", "1", "5") };

  test("keeps the values it has room for, and asks for those it lacks", () => {
    expect(withOperator(range, "GREATER_THAN").values).toEqual(["1"]);
    expect(withOperator(withOperator(range, "GREATER_THAN"), "BETWEEN").values).toEqual(["1", ""]);
    expect(withOperator(range, "IS_SET").values).toEqual([]);
  });

  test("comes with another field where the old one makes no sense for its type", () => {
    expect(withField(range, "city", "TEXT")).toMatchObject({
      field: "city",
      operator: "EQUALS",
      values: ["1"],
    });
    expect(withField(range, "born", "DATE")).toMatchObject({ field: "born", operator: "BETWEEN" });
  });
});
