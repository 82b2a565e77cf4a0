import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../../graphql/failure.ts";
import type { VariablesOf } from "../../../graphql/graphql.ts";
import { useCommand } from "../../../graphql/use-command.ts";
import type { KeyRefused } from "../account/use-key-check.ts";
import { type Destination, UpdateDestination } from "../destination.graphql.ts";

export type DestinationChange = VariablesOf<typeof UpdateDestination>["input"];

/** Changes a destination; a new key is tried first, and may be refused. */
export function useUpdateDestination() {
  const { send, isSending } = useCommand(UpdateDestination, ["Destination", "SendGridAccount"]);

  async function update(input: DestinationChange): Promise<Result<Destination, Failure | KeyRefused>> {
    const answer = await send({ input });
    if (!answer.ok) return answer;

    const outcome = answer.value.updateDestination;
    switch (outcome.__typename) {
      case "Destination":
        return ok(outcome);
      case "ApiKeyRefused":
        return fail({ state: "refused", problem: outcome.problem, missingScopes: outcome.missingScopes });
      case "ApiKeyUnreadable":
      case "InvalidInput":
      case "NotFound":
      case "SendGridUnavailable":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return { update, isUpdating: isSending };
}
