import { fail, ok, type Result, unreachable } from "@keruen/core";
import { computed } from "vue";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { CreateSegment, type RuleInput, UpdateSegment } from "./segment.graphql.ts";

/** Makes a dynamic segment, or changes the one of this id, and tells its id. A rule of null stays as it is. */
export function useSaveSegment() {
  const create = useCommand(CreateSegment, ["Segment"]);
  const update = useCommand(UpdateSegment, ["Segment", "Export"]);

  async function save(
    name: string,
    rule: RuleInput | null,
    id: string | null,
  ): Promise<Result<string, Failure>> {
    const answer =
      id === null
        ? await create.send({ input: { name, kind: "DYNAMIC", rule } })
        : await update.send({ input: { id, name, rule } });
    if (!answer.ok) return answer;

    const outcome = "createSegment" in answer.value ? answer.value.createSegment : answer.value.updateSegment;
    switch (outcome.__typename) {
      case "Segment":
        return ok(outcome.id);
      case "InvalidInput":
      case "NotFound":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return { save, isSaving: computed(() => create.isSending.value || update.isSending.value) };
}
