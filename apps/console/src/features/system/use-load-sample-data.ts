import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { LoadSampleData } from "./system.graphql.ts";

/** Starts loading the sandbox's made-up customers, and tells the id of the source they come in by. */
export function useLoadSampleData() {
  const { send, isSending } = useCommand(LoadSampleData, ["Source", "Segment", "SystemInfo", "ProfileField"]);

  async function load(): Promise<Result<string, Failure>> {
    const answer = await send({});
    if (!answer.ok) return answer;

    const outcome = answer.value.loadSampleData;
    switch (outcome.__typename) {
      case "Source":
        return ok(outcome.id);
      case "SandboxOnly":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return { load, isLoading: isSending };
}
