import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { ErasePerson } from "./erasure.graphql.ts";

/** Erases a person, and tells which erasure it is; of somebody who is being erased already, that one. */
export function useErasePerson() {
  const { send } = useCommand(ErasePerson, ["Erasure", "Profile", "Segment", "PersonTrail"]);

  return async (person: string): Promise<Result<string, Failure>> => {
    const answer = await send({ person });
    if (!answer.ok) return answer;
    const outcome = answer.value.erasePerson;
    switch (outcome.__typename) {
      case "Erasure":
        return ok(outcome.id);
      case "ErasureUnderWay":
        return ok(outcome.erasure.id);
      case "InvalidInput":
      case "NotFound":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  };
}
