import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { RemoveSource } from "./source.graphql.ts";

/** Removes a source with its profiles. */
export function useRemoveSource() {
  const { send } = useCommand(RemoveSource, ["Source", "Profile", "ProfileField", "Segment"]);

  return async (id: string): Promise<Result<void, Failure>> => {
    const answer = await send({ id });
    if (!answer.ok) return answer;

    const outcome = answer.value.removeSource;
    switch (outcome.__typename) {
      case "SourceRemoved":
        return ok(undefined);
      case "NotFound":
      case "SourceInUse":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  };
}
