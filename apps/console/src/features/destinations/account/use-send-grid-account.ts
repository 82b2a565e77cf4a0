import { useQuery } from "@urql/vue";
import { computed, type MaybeRefOrGetter, toValue } from "vue";
import { failureOf, userFailure } from "../../../graphql/failure.ts";
import { SendGridAccount } from "./send-grid.graphql.ts";

/** How full a destination's account is, asked of SendGrid each time: others write to it as well. */
export function useSendGridAccount(destinationId: MaybeRefOrGetter<string>) {
  const { data, error } = useQuery({
    query: SendGridAccount,
    variables: computed(() => ({ destinationId: toValue(destinationId) })),
    requestPolicy: "network-only",
  });
  const answer = computed(() => data.value?.sendGridAccount);
  return {
    /** Undefined until SendGrid has answered. */
    account: computed(() => (answer.value?.__typename === "SendGridAccount" ? answer.value : undefined)),
    failure: computed(() => {
      if (error.value) return failureOf(error.value);
      return answer.value && answer.value.__typename !== "SendGridAccount" ? userFailure(answer.value) : null;
    }),
  };
}
