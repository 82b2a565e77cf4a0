import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const SourceDetails = graphql(`
  fragment SourceDetails on Source @_unmask {
    id
    name
    fileName
    state
    failure
    idField
    emailField
    profileCount
    rejectedLineCount
    createdAt
    rejectedLines(first: 50) {
      line
      code
      message
    }
  }
`);

export type Source = ResultOf<typeof SourceDetails>;
export type RejectedLine = Source["rejectedLines"][number];

export const Sources = graphql(
  `
    query Sources {
      sources {
        ...SourceDetails
      }
    }
  `,
  [SourceDetails],
);

export const SourceChanged = graphql(
  `
    subscription SourceChanged($sourceId: ID!) {
      sourceChanged(sourceId: $sourceId) {
        ...SourceDetails
      }
    }
  `,
  [SourceDetails],
);

export const CreateSource = graphql(
  `
    mutation CreateSource($input: CreateSourceInput!) {
      createSource(input: $input) {
        __typename
        ... on Source {
          ...SourceDetails
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
  [SourceDetails],
);

export const RemoveSource = graphql(`
  mutation RemoveSource($id: ID!) {
    removeSource(id: $id) {
      __typename
      ... on SourceRemoved {
        id
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);
