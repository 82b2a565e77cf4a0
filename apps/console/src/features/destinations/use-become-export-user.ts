import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { BecomeExportUser, type Destination } from "./destination.graphql.ts";

/** Lets the exports of a destination run with the rights of whoever asks. */
export function useBecomeExportUser() {
  const { send, isSending } = useCommand(BecomeExportUser, ["Destination"]);

  async function become(destinationId: string): Promise<Result<Destination, Failure>> {
    const answer = await send({ destinationId });
    if (!answer.ok) return answer;

    const outcome = answer.value.becomeExportUser;
    switch (outcome.__typename) {
      case "Destination":
        return ok(outcome);
      case "NotFound":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return { become, isBecoming: isSending };
}
