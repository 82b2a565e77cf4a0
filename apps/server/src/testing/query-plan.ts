/** A node of what `explain (analyze, format json)` tells. */
export type QueryPlan = {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Join Filter"?: number;
  readonly "Plan Rows": number;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly Plans?: readonly QueryPlan[];
};

/** How many rows of a table a query has read, also in vain, wherever in its plan. */
export const rowsReadFrom = (table: string, { Plans: below = [], ...node }: QueryPlan): number =>
  (node["Relation Name"] === table
    ? (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"]
    : 0) + below.reduce((rows, plan) => rows + rowsReadFrom(table, plan), 0);

/** Every node of a plan, whatever it stands below. */
export const nodesOf = (plan: QueryPlan): readonly QueryPlan[] => [
  plan,
  ...(plan.Plans ?? []).flatMap(nodesOf),
];

/** Rows that went through a node, those included that it looked at in vain. */
export const rowsThrough = (node: QueryPlan): number =>
  (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Join Filter"] ?? 0)) *
  node["Actual Loops"];
