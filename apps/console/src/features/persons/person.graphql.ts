import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const PersonTrailFields = graphql(`
  fragment PersonTrailFields on PersonTrail @_unmask {
    addresses
    profiles {
      id
      key
      attributes {
        field
        value
      }
    }
    erasures {
      id
      state
      requestedAt
    }
    exports {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          exportId
          exportName
          destinationName
          listName
          code
          message
          isOnList
          onListByOthers
          lastSentAt
          lastSentIn
          onListSince
          segments {
            id
            name
          }
          runs {
            runId
            state
            isDryRun
            queuedAt
            isPruned
            isRemoved
            outcome {
              kind
              code
              field
              message
              duplicateOfKey
            }
            jobs {
              id
              settledAt
              isLost
            }
          }
        }
      }
    }
  }
`);

export type PersonTrail = ResultOf<typeof PersonTrailFields>;
export type PersonExport = PersonTrail["exports"]["edges"][number]["node"];
export type PersonRun = PersonExport["runs"][number];

export const Person = graphql(
  `
    query Person($person: String!, $first: Int!, $after: String) {
      personTrail(person: $person, first: $first, after: $after) {
        __typename
        ... on PersonTrail {
          ...PersonTrailFields
        }
        ... on UserError {
          code
          message
        }
      }
    }
  `,
  [PersonTrailFields],
);
