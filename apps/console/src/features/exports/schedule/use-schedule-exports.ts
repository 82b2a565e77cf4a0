import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../../graphql/failure.ts";
import type { VariablesOf } from "../../../graphql/graphql.ts";
import { useCommand } from "../../../graphql/use-command.ts";
import { ScheduleExports } from "../export.graphql.ts";

/** Gives several exports one schedule, all or none of them. */
export function useScheduleExports() {
  const { send, isSending } = useCommand(ScheduleExports, ["Export"]);

  async function schedule(variables: VariablesOf<typeof ScheduleExports>): Promise<Result<void, Failure>> {
    const answer = await send(variables);
    if (!answer.ok) return answer;

    const outcome = answer.value.scheduleExports;
    switch (outcome.__typename) {
      case "ExportsScheduled":
        return ok(undefined);
      case "InvalidInput":
      case "NotFound":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return { schedule, isScheduling: isSending };
}
