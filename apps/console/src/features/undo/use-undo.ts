/**
 * What undoing a run would do, and doing just that.
 *
 * Reads  : the query `undoPreview`, each time anew.
 * Writes : the run that undoes.
 * Used by: `UndoRunDialog.vue`.
 */
import { fail, ok, type Result } from "@keruen/core";
import { useClientHandle } from "@urql/vue";
import { type Failure, failureOf, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { type UndoFigures, UndoPreview, UndoRun } from "./undo.graphql.ts";

export function useUndo() {
  const { client } = useClientHandle();
  const { send, isSending } = useCommand(UndoRun, ["Export", "Run"]);

  async function look(runId: string): Promise<Result<UndoFigures, Failure>> {
    const { data, error } = await client.query(UndoPreview, { runId }, { requestPolicy: "network-only" });
    if (!data) return fail(failureOf(error));
    const { undoPreview } = data;
    return undoPreview.__typename === "UndoPreview" ? ok(undoPreview) : fail(userFailure(undoPreview));
  }

  /** @returns the id of the run that undoes. */
  async function undo(
    runId: string,
    { toRemove, toSendAgain }: UndoFigures,
  ): Promise<Result<string, Failure>> {
    const answer = await send({ runId, confirmed: { toRemove, toSendAgain } });
    if (!answer.ok) return answer;
    const { undoRun } = answer.value;
    return undoRun.__typename === "Run" ? ok(undoRun.id) : fail(userFailure(undoRun));
  }

  return { look, undo, isUndoing: isSending };
}
