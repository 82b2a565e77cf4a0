/** A node of what `explain (analyze, format json)` tells. */
export type QueryPlan = {
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly QueryPlan[];
};

/** How many rows of a table a query has read, also in vain, wherever in its plan. */
export const rowsReadFrom = (table: string, { Plans: below = [], ...node }: QueryPlan): number =>
  (node["Relation Name"] === table
    ? (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"]
    : 0) + below.reduce((rows, plan) => rows + rowsReadFrom(table, plan), 0);
