/** A node of what `explain (analyze, format json)` tells. */
export type QueryPlan = {
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly Plans?: readonly QueryPlan[];
};

/** How many rows of a table a query has read, wherever in its plan. */
export const rowsReadFrom = (table: string, { Plans: below = [], ...node }: QueryPlan): number =>
  (node["Relation Name"] === table ? node["Actual Rows"] * node["Actual Loops"] : 0) +
  below.reduce((rows, plan) => rows + rowsReadFrom(table, plan), 0);
