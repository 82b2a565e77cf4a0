import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { RetryRun } from "./retry.graphql.ts";

/** Sends those again whom a run left out, and tells the id of the run that does; where one is under way already, that one's. */
export function useRetryRun() {
  const { send } = useCommand(RetryRun, ["Export", "Run"]);

  return async (runId: string): Promise<Result<string, Failure>> => {
    const answer = await send({ runId });
    if (!answer.ok) return answer;

    const outcome = answer.value.retryRun;
    switch (outcome.__typename) {
      case "Run":
        return ok(outcome.id);
      case "ExportAlreadyRunning":
      case "ExportAwaitsApproval":
        return ok(outcome.run.id);
      case "NotFound":
      case "RunStillRunning":
      case "NothingToRetry":
      case "RunDetailsPruned":
      case "ExportListChanged":
      case "MatchingIncomplete":
      case "ExportUserRequired":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  };
}
