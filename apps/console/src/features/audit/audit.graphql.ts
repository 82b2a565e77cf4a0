import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const AuditEvents = graphql(`
  query AuditEvents($first: Int!, $after: String, $action: String, $subjectId: ID) {
    auditEvents(first: $first, after: $after, action: $action, subjectId: $subjectId) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          id
          at
          action
          subjectId
          subjectName
          actor {
            id
            name
          }
        }
      }
    }
  }
`);

export type AuditEvent = ResultOf<typeof AuditEvents>["auditEvents"]["edges"][number]["node"];
