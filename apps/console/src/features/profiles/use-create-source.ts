import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import type { VariablesOf } from "../../graphql/graphql.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { CreateSource } from "./source.graphql.ts";

/** Begins to turn an uploaded file into profiles, and tells the id of the source they come in by. */
export function useCreateSource() {
  const { send, isSending } = useCommand(CreateSource, ["Source", "ProfileField"]);

  async function create(input: VariablesOf<typeof CreateSource>["input"]): Promise<Result<string, Failure>> {
    const answer = await send({ input });
    if (!answer.ok) return answer;

    const outcome = answer.value.createSource;
    switch (outcome.__typename) {
      case "Source":
        return ok(outcome.id);
      case "InvalidInput":
      case "NotFound":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return { create, isCreating: isSending };
}
