import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const DriftCheckFields = graphql(`
  fragment DriftCheckFields on DriftCheck @_unmask {
    id
    state
    recordedCount
    missingCount
    claimedCount
    foreignCount
    nextTryAt
    queuedAt
    endedAt
    failure {
      code
      message
    }
    repairRun {
      id
    }
  }
`);

export type DriftCheck = ResultOf<typeof DriftCheckFields>;

export const LastDriftCheck = graphql(
  `
    query LastDriftCheck($exportId: ID!) {
      driftChecks(exportId: $exportId, first: 1) {
        edges {
          node {
            ...DriftCheckFields
          }
        }
      }
    }
  `,
  [DriftCheckFields],
);

export const DriftCheckChanged = graphql(
  `
    subscription DriftCheckChanged($checkId: ID!) {
      driftCheckChanged(checkId: $checkId) {
        ...DriftCheckFields
      }
    }
  `,
  [DriftCheckFields],
);

export const CheckDrift = graphql(
  `
    mutation CheckDrift($exportId: ID!) {
      checkDrift(exportId: $exportId) {
        __typename
        ... on DriftCheck {
          ...DriftCheckFields
        }
        ... on UserError {
          code
          message
        }
      }
    }
  `,
  [DriftCheckFields],
);

export const RepairDrift = graphql(`
  mutation RepairDrift($checkId: ID!) {
    repairDrift(checkId: $checkId) {
      __typename
      ... on Run {
        id
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);
