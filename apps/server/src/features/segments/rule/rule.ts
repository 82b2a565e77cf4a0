/** A rule as it is stored and compiled: conditions and nested groups, joined by one word. */
export type Rule = {
  readonly join: RuleJoin;
  readonly conditions: readonly RuleCondition[];
  readonly groups: readonly Rule[];
};

export type RuleCondition = {
  readonly field: string;
  readonly operator: RuleOperator;
  readonly values: readonly string[];
};

export const RuleJoin = { AND: "AND", OR: "OR" } as const;
export type RuleJoin = keyof typeof RuleJoin;

export const RuleOperator = {
  EQUALS: "EQUALS",
  NOT_EQUALS: "NOT_EQUALS",
  CONTAINS: "CONTAINS",
  NOT_CONTAINS: "NOT_CONTAINS",
  STARTS_WITH: "STARTS_WITH",
  ONE_OF: "ONE_OF",
  GREATER_THAN: "GREATER_THAN",
  LESS_THAN: "LESS_THAN",
  BETWEEN: "BETWEEN",
  IS_SET: "IS_SET",
  IS_NOT_SET: "IS_NOT_SET",
} as const;
export type RuleOperator = keyof typeof RuleOperator;
