import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { CancelRun } from "./export-run.graphql.ts";

/** Asks a run to stop. One that had ended by itself is no failure: it no longer runs. */
export function useCancelRun() {
  const { send } = useCommand(CancelRun, ["Run"]);

  return async (runId: string): Promise<Result<void, Failure>> => {
    const answer = await send({ runId });
    if (!answer.ok) return answer;

    const outcome = answer.value.cancelRun;
    switch (outcome.__typename) {
      case "Run":
      case "RunAlreadyEnded":
        return ok(undefined);
      case "NotFound":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  };
}
