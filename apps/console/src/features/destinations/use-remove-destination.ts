import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { RemoveDestination } from "./destination.graphql.ts";

/** Removes a destination with its key and its exports, and tells how many exports went with it. */
export function useRemoveDestination() {
  const { send } = useCommand(RemoveDestination, ["Destination", "Export", "Segment"]);

  return async (id: string): Promise<Result<number, Failure>> => {
    const answer = await send({ id });
    if (!answer.ok) return answer;

    const outcome = answer.value.removeDestination;
    switch (outcome.__typename) {
      case "DestinationRemoved":
        return ok(outcome.removedExports);
      case "NotFound":
      case "RunsInProgress":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  };
}
