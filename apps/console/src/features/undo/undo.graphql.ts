import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const UndoPreview = graphql(`
  query UndoPreview($runId: ID!) {
    undoPreview(runId: $runId) {
      __typename
      ... on UndoPreview {
        toRemove
        toSendAgain
        claimed
        unknown
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export type UndoFigures = Extract<ResultOf<typeof UndoPreview>["undoPreview"], { __typename: "UndoPreview" }>;

export const UndoRun = graphql(`
  mutation UndoRun($runId: ID!, $confirmed: UndoConfirmation!) {
    undoRun(runId: $runId, confirmed: $confirmed) {
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
