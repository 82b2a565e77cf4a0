import type { Sandbox } from "./a-sandbox.ts";

const REFUSAL = `... on UserError { code } ... on RunChangedSince { changedCount } ... on RunAlreadyUndone { run { id } }`;

/** What `undoPreview` answers. */
export async function undoPreview({ ask }: Sandbox, runId: string) {
  const document = `query ($id: ID!) {
    undoPreview(runId: $id) {
      __typename ... on UndoPreview { toRemove toSendAgain claimed unknown } ${REFUSAL}
    }
  }`;
  return (await ask(document, { id: runId })).undoPreview;
}

/** What `undoRun` answers. */
export async function undo(
  { ask }: Sandbox,
  runId: string,
  confirmed: { readonly toRemove: number; readonly toSendAgain: number },
) {
  const document = `mutation ($id: ID!, $confirmed: UndoConfirmation!) {
    undoRun(runId: $id, confirmed: $confirmed) {
      __typename ... on Run { id trigger undoOf { id } } ${REFUSAL}
      ... on UndoFiguresChanged { preview { toRemove toSendAgain } }
    }
  }`;
  return (await ask(document, { id: runId, confirmed })).undoRun;
}
