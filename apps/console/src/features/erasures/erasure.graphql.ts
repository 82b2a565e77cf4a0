import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const ErasureFields = graphql(`
  fragment ErasureFields on Erasure @_unmask {
    id
    state
    personHash
    isKeptOut
    requestedAt
    waitingForRunId
    nextTryAt
    profileCount
    segmentCount
    runCount
    deliveryCount
    stagedRowCount
    unreachableRunCount
    endedAt
    requestedBy {
      id
      name
    }
    destinations {
      destinationId
      destinationName
      state
      contactCount
      jobId
      code
      message
      endedAt
    }
  }
`);

export type Erasure = ResultOf<typeof ErasureFields>;
export type ErasureDestination = Erasure["destinations"][number];

export const Erasures = graphql(
  `
    query Erasures($first: Int!, $after: String) {
      erasures(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            ...ErasureFields
          }
        }
      }
    }
  `,
  [ErasureFields],
);

export const ErasureChanged = graphql(
  `
    subscription ErasureChanged($erasureId: ID!) {
      erasureChanged(erasureId: $erasureId) {
        ...ErasureFields
      }
    }
  `,
  [ErasureFields],
);

export const ErasePerson = graphql(`
  mutation ErasePerson($person: String!) {
    erasePerson(person: $person) {
      __typename
      ... on Erasure {
        id
      }
      ... on UserError {
        code
        message
      }
      ... on ErasureUnderWay {
        erasure {
          id
        }
      }
    }
  }
`);

export const RetryErasure = graphql(`
  mutation RetryErasure($erasureId: ID!) {
    retryErasure(erasureId: $erasureId) {
      __typename
      ... on Erasure {
        id
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export const ReadmitPerson = graphql(`
  mutation ReadmitPerson($erasureId: ID!) {
    readmitPerson(erasureId: $erasureId) {
      __typename
      ... on Erasure {
        id
        isKeptOut
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);
