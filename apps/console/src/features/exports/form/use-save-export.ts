import { fail, ok, type Result, unreachable } from "@keruen/core";
import { computed } from "vue";
import { type Failure, userFailure } from "../../../graphql/failure.ts";
import type { VariablesOf } from "../../../graphql/graphql.ts";
import { useCommand } from "../../../graphql/use-command.ts";
import { CreateExport, UpdateExport } from "./export-form.graphql.ts";

export type ExportInput = VariablesOf<typeof CreateExport>["input"];

/** Makes an export, or changes the one of this id, and tells its id. Saving does not run it. */
export function useSaveExport() {
  const create = useCommand(CreateExport, ["Export", "Destination", "Segment"]);
  const update = useCommand(UpdateExport, ["Export", "Segment"]);

  async function save(input: ExportInput, id: string | null): Promise<Result<string, Failure>> {
    const { destinationId: _, ...change } = input;
    const answer =
      id === null ? await create.send({ input }) : await update.send({ input: { id, ...change } });
    if (!answer.ok) return answer;

    const outcome = "createExport" in answer.value ? answer.value.createExport : answer.value.updateExport;
    switch (outcome.__typename) {
      case "Export":
        return ok(outcome.id);
      case "ApiKeyRefused":
      case "ApiKeyUnreadable":
      case "InvalidInput":
      case "MatchingIncomplete":
      case "NotFound":
      case "SendGridUnavailable":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return { save, isSaving: computed(() => create.isSending.value || update.isSending.value) };
}
