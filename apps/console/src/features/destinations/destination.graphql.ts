import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const DestinationDetails = graphql(`
  fragment DestinationDetails on Destination @_unmask {
    id
    name
    state
    region
    apiKeyId
    createdAt
    exportCount
    contactLimit
    defaultList {
      id
      name
    }
    exportUser {
      id
      name
    }
    consent {
      agreedAt
      textVersion
      user {
        id
        name
      }
    }
  }
`);

export type Destination = ResultOf<typeof DestinationDetails>;

export const Destinations = graphql(
  `
    query Destinations($first: Int!, $after: String) {
      destinations(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            ...DestinationDetails
          }
        }
      }
    }
  `,
  [DestinationDetails],
);

export const DestinationById = graphql(
  `
    query DestinationById($id: ID!) {
      destination(id: $id) {
        ...DestinationDetails
      }
    }
  `,
  [DestinationDetails],
);

export const CreateDestination = graphql(
  `
    mutation CreateDestination($input: CreateDestinationInput!) {
      createDestination(input: $input) {
        __typename
        ... on Destination {
          ...DestinationDetails
        }
        ... on UserError {
          code
          message
        }
        ... on InvalidInput {
          issues {
            path
            code
            message
          }
        }
      }
    }
  `,
  [DestinationDetails],
);

export const UpdateDestination = graphql(
  `
    mutation UpdateDestination($input: UpdateDestinationInput!) {
      updateDestination(input: $input) {
        __typename
        ... on Destination {
          ...DestinationDetails
        }
        ... on UserError {
          code
          message
        }
        ... on ApiKeyRefused {
          problem
          missingScopes
        }
        ... on InvalidInput {
          issues {
            path
            code
            message
          }
        }
      }
    }
  `,
  [DestinationDetails],
);

export const BecomeExportUser = graphql(
  `
    mutation BecomeExportUser($destinationId: ID!) {
      becomeExportUser(destinationId: $destinationId) {
        __typename
        ... on Destination {
          ...DestinationDetails
        }
        ... on UserError {
          code
          message
        }
      }
    }
  `,
  [DestinationDetails],
);

export const RemoveDestination = graphql(`
  mutation RemoveDestination($id: ID!) {
    removeDestination(id: $id) {
      __typename
      ... on DestinationRemoved {
        id
        removedExports
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);
