import { fail, ok, type Result, unreachable } from "@keruen/core";
import { useQuery } from "@urql/vue";
import { computed } from "vue";
import { type Failure, failureOf, userFailure } from "../../graphql/failure.ts";
import type { VariablesOf } from "../../graphql/graphql.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { CurrentSchedule, UpdateSchedule } from "./refresh.graphql.ts";

/** When sources and segments are refreshed by themselves. */
export function useSchedule() {
  const { data, error } = useQuery({ query: CurrentSchedule, variables: {} });
  const { send, isSending } = useCommand(UpdateSchedule, ["Schedule", "Export"]);

  async function update(input: VariablesOf<typeof UpdateSchedule>["input"]): Promise<Result<void, Failure>> {
    const answer = await send({ input });
    if (!answer.ok) return answer;

    const outcome = answer.value.updateSchedule;
    switch (outcome.__typename) {
      case "Schedule":
        return ok(undefined);
      case "InvalidInput":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return {
    /** Undefined until the first answer. */
    schedule: computed(() => data.value?.schedule),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
    update,
    isUpdating: isSending,
  };
}
