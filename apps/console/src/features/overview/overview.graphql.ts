import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const OverviewCounts = graphql(`
  query OverviewCounts {
    profiles(first: 1) {
      totalCount
    }
    segments(first: 1) {
      totalCount
    }
    exports(first: 1) {
      totalCount
    }
    runs(first: 1) {
      totalCount
    }
    destinations(first: 50) {
      totalCount
      edges {
        node {
          id
          name
          state
        }
      }
    }
  }
`);

export type Counts = ResultOf<typeof OverviewCounts>;
