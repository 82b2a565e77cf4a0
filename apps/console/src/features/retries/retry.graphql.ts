import { graphql } from "../../graphql/graphql.ts";

export const RetryRun = graphql(`
  mutation RetryRun($runId: ID!) {
    retryRun(runId: $runId) {
      __typename
      ... on Run {
        id
      }
      ... on UserError {
        code
        message
      }
      ... on ExportAlreadyRunning {
        run {
          id
        }
      }
      ... on ExportAwaitsApproval {
        run {
          id
        }
      }
    }
  }
`);
