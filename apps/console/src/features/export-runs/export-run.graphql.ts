import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const RunFields = graphql(`
  fragment RunFields on Run @_unmask {
    id
    state
    stateSince
    exportId
    exportName
    isFull
    attempt
    nextTryAt
    selectedCount
    processedCount
    acceptedCount
    deliveredCount
    unchangedCount
    rejectedCount
    suppressedCount
    duplicateCount
    notSentCount
    syncMode
    removedCount
    queuedAt
    preparingAt
    uploadingAt
    isDryRun
    retryOf {
      id
    }
    undoOf {
      id
    }
    plan {
      toAdd
      toChange
      toRemove
    }
    awaitingApprovalAt
    approvalReason {
      code
      selected
      selectedBefore
      deliveries
      removals
      maxRemovalShare
    }
    approvedAt
    approvedBy {
      id
      name
    }
    settlingAt
    endedAt
    detailsPrunedAt
    waitsFor {
      until
    }
    route
    routeReason {
      requests
      maxRequests
    }
    list {
      id
      name
    }
    startedBy {
      id
      name
    }
    failure {
      code
      message
    }
    rejections {
      code
      field
      count
    }
    suppressed {
      code
      group
      count
    }
  }
`);

export type Run = ResultOf<typeof RunFields>;

export const RunChanged = graphql(
  `
    subscription RunChanged($runId: ID!) {
      runChanged(runId: $runId) {
        ...RunFields
      }
    }
  `,
  [RunFields],
);

export const RunsChanged = graphql(
  `
    subscription RunsChanged {
      runsChanged {
        ...RunFields
      }
    }
  `,
  [RunFields],
);

export const Runs = graphql(
  `
    query Runs($first: Int!, $after: String, $exportId: ID, $states: [RunState!]) {
      runs(first: $first, after: $after, exportId: $exportId, states: $states) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            ...RunFields
          }
        }
      }
    }
  `,
  [RunFields],
);

export const Outcomes = graphql(`
  query Outcomes($runId: ID!, $kind: OutcomeKind, $code: String, $first: Int!, $after: String) {
    outcomes(runId: $runId, kind: $kind, code: $code, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        cursor
        node {
          kind
          code
          field
          message
          value
          profileKey
          isErased
          duplicateOfKey
        }
      }
    }
  }
`);

export type Outcome = ResultOf<typeof Outcomes>["outcomes"]["edges"][number]["node"];

export const StartExport = graphql(
  `
    mutation StartExport($exportId: ID!, $full: Boolean!, $dryRun: Boolean!) {
      startExport(exportId: $exportId, full: $full, dryRun: $dryRun) {
        __typename
        ... on Run {
          ...RunFields
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
  `,
  [RunFields],
);

export const ApproveRun = graphql(
  `
    mutation ApproveRun($runId: ID!) {
      approveRun(runId: $runId) {
        __typename
        ... on Run {
          ...RunFields
        }
        ... on UserError {
          code
          message
        }
      }
    }
  `,
  [RunFields],
);

export const CancelRun = graphql(
  `
    mutation CancelRun($runId: ID!) {
      cancelRun(runId: $runId) {
        __typename
        ... on Run {
          ...RunFields
        }
        ... on UserError {
          code
          message
        }
      }
    }
  `,
  [RunFields],
);
