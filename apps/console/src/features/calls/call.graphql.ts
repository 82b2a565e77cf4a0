import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const CallTotals = graphql(`
  query CallTotals($runId: ID!) {
    run(id: $runId) {
      id
      callTotals {
        endpoint
        status
        failure
        callCount
        totalMs
        maxMs
        waitedMs
      }
    }
  }
`);

export const Calls = graphql(`
  query Calls($runId: ID!, $first: Int!, $after: String) {
    calls(runId: $runId, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        cursor
        node {
          at
          attempt
          endpoint
          status
          failure
          durationMs
          waitedMs
        }
      }
    }
  }
`);

export type CallTotal = NonNullable<ResultOf<typeof CallTotals>["run"]>["callTotals"][number];
