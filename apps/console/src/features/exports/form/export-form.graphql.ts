import { graphql, type ResultOf } from "../../../graphql/graphql.ts";

/** What the form of an export offers: the destinations, the profile fields and the segments there are. */
export const ExportFormChoices = graphql(`
  query ExportFormChoices {
    destinations(first: 100) {
      edges {
        node {
          id
          name
          state
          defaultList {
            id
            name
          }
        }
      }
    }
    profileFields {
      name
    }
    segments(first: 100) {
      edges {
        node {
          id
          name
          kind
          state
          memberCount
        }
      }
    }
  }
`);

export const DestinationFields = graphql(`
  query DestinationFields($destinationId: ID!) {
    sendGridFields(destinationId: $destinationId) {
      __typename
      ... on SendGridFields {
        fields {
          id
          name
          type
          custom
          maxLength
        }
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export const SuppressionGroups = graphql(`
  query SuppressionGroups($destinationId: ID!) {
    sendGridSuppressionGroups(destinationId: $destinationId) {
      __typename
      ... on SendGridSuppressionGroups {
        groups {
          id
          name
          unsubscribes
        }
      }
      ... on UserError {
        code
        message
      }
      ... on SuppressionsUnreadable {
        missingScopes
      }
    }
  }
`);

export const CreateSendGridField = graphql(`
  mutation CreateSendGridField($input: CreateSendGridFieldInput!) {
    createSendGridField(input: $input) {
      __typename
      ... on SendGridField {
        id
        name
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
`);

export const ExportPreview = graphql(`
  query ExportPreview($input: ExportPreviewInput!, $first: Int!) {
    exportPreview(input: $input, first: $first) {
      __typename
      ... on ExportPreview {
        rows {
          profileKey
          values {
            target
            value
            problem {
              code
              message
            }
          }
        }
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export type PreviewRow = Extract<
  ResultOf<typeof ExportPreview>["exportPreview"],
  { __typename: "ExportPreview" }
>["rows"][number];

export const CreateExport = graphql(`
  mutation CreateExport($input: CreateExportInput!) {
    createExport(input: $input) {
      __typename
      ... on Export {
        id
        name
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
`);

export const UpdateExport = graphql(`
  mutation UpdateExport($input: UpdateExportInput!) {
    updateExport(input: $input) {
      __typename
      ... on Export {
        id
        name
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
`);
