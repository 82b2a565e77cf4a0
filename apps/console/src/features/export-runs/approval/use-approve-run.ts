import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../../graphql/failure.ts";
import { useCommand } from "../../../graphql/use-command.ts";
import { ApproveRun } from "../export-run.graphql.ts";

/** Lets a run go on that waits. One that waits no longer is no failure: somebody else has answered. */
export function useApproveRun() {
  const { send } = useCommand(ApproveRun, ["Run"]);

  return async (runId: string): Promise<Result<void, Failure>> => {
    const answer = await send({ runId });
    if (!answer.ok) return answer;

    const outcome = answer.value.approveRun;
    switch (outcome.__typename) {
      case "Run":
      case "RunNotAwaitingApproval":
        return ok(undefined);
      case "NotFound":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  };
}
