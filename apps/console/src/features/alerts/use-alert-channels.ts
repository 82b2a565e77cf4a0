/**
 * Where alerts go, and what can be done with each channel.
 *
 * Reads  : the query `alertChannels`.
 * Writes : whether a channel is on; tests; a channel's end.
 * Used by: `AlertsPage.vue`.
 */
import { fail, ok, type Result } from "@keruen/core";
import { useQuery } from "@urql/vue";
import { computed } from "vue";
import { type Failure, failureOf, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { AlertChannels, RemoveAlertChannel, SwitchAlertChannel, TestAlertChannel } from "./alert.graphql.ts";

export function useAlertChannels() {
  const { data, error } = useQuery({
    query: AlertChannels,
    variables: {},
    context: { additionalTypenames: ["AlertChannel"] },
  });
  const testing = useCommand(TestAlertChannel, ["AlertDelivery"]);
  const switching = useCommand(SwitchAlertChannel, ["AlertDelivery"]);
  const removing = useCommand(RemoveAlertChannel, ["AlertChannel", "AlertDelivery"]);

  return {
    /** Undefined until the first answer. */
    channels: computed(() => data.value?.alertChannels),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
    async test(id: string): Promise<Result<void, Failure>> {
      const answer = await testing.send({ id });
      return answer.ok ? outcomeOf(answer.value.testAlertChannel) : answer;
    },
    async setOn(id: string, isOn: boolean): Promise<Result<void, Failure>> {
      const answer = await switching.send({ id, isOn });
      return answer.ok ? outcomeOf(answer.value.updateAlertChannel) : answer;
    },
    async remove(id: string): Promise<Result<void, Failure>> {
      const answer = await removing.send({ id });
      return answer.ok ? outcomeOf(answer.value.removeAlertChannel) : answer;
    },
  };
}

/** Somebody may have removed it meanwhile. */
const outcomeOf = (
  outcome: { __typename: string } | { code: string; message: string },
): Result<void, Failure> => ("code" in outcome ? fail(userFailure(outcome)) : ok(undefined));
