import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { RemoveSegment } from "./segment.graphql.ts";

export type RemoveSegmentFailure = Failure & {
  /** Names of the exports that use it and so keep it from being removed. */
  readonly usedBy: readonly string[];
};

/** Removes a segment, unless exports use it. */
export function useRemoveSegment() {
  const { send } = useCommand(RemoveSegment, ["Segment"]);

  return async (id: string): Promise<Result<void, RemoveSegmentFailure>> => {
    const answer = await send({ id });
    if (!answer.ok) return fail({ ...answer.failure, usedBy: [] });

    const outcome = answer.value.removeSegment;
    switch (outcome.__typename) {
      case "SegmentRemoved":
        return ok(undefined);
      case "SegmentInUse":
        return fail({ ...userFailure(outcome), usedBy: outcome.exports });
      case "NotFound":
        return fail({ ...userFailure(outcome), usedBy: [] });
      default:
        return unreachable(outcome);
    }
  };
}
