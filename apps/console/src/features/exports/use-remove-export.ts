import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { RemoveExport } from "./export.graphql.ts";

/** Removes an export; its runs and their outcomes stay. */
export function useRemoveExport() {
  const { send } = useCommand(RemoveExport, ["Export", "Destination", "Segment"]);

  return async (id: string): Promise<Result<void, Failure>> => {
    const answer = await send({ id });
    if (!answer.ok) return answer;

    const outcome = answer.value.removeExport;
    switch (outcome.__typename) {
      case "ExportRemoved":
        return ok(undefined);
      case "NotFound":
      case "RunsInProgress":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  };
}
