import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../../graphql/failure.ts";
import type { VariablesOf } from "../../../graphql/graphql.ts";
import { useCommand } from "../../../graphql/use-command.ts";
import { CreateDestination, type Destination } from "../destination.graphql.ts";

export type ConnectInput = VariablesOf<typeof CreateDestination>["input"];

/** Makes a destination of a key and a consent. */
export function useConnect() {
  const { send, isSending } = useCommand(CreateDestination, ["Destination"]);

  async function connect(input: ConnectInput): Promise<Result<Destination, Failure>> {
    const answer = await send({ input });
    if (!answer.ok) return answer;

    const outcome = answer.value.createDestination;
    switch (outcome.__typename) {
      case "Destination":
        return ok(outcome);
      case "ApiKeyRefused":
      case "ConsentRequired":
      case "InvalidInput":
      case "SendGridUnavailable":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return { connect, isConnecting: isSending };
}
