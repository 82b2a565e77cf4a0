import { graphql, type ResultOf } from "../../../graphql/graphql.ts";

export const ExportPreflight = graphql(`
  query ExportPreflight($input: ExportPreflightInput!) {
    exportPreflight(input: $input) {
      __typename
      ... on ExportPreflight {
        selectedCount
        isUpperBound
        newCount
        listContactCount
        account {
          __typename
          ... on SendGridAccount {
            contactCount
            billableCount
            contactLimit
            headroom
          }
          ... on UserError {
            code
            message
          }
        }
        warnings {
          code
          message
          isBlocking
          count
          limit
          targets
        }
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export type PreflightWarning = Extract<
  ResultOf<typeof ExportPreflight>["exportPreflight"],
  { __typename: "ExportPreflight" }
>["warnings"][number];
