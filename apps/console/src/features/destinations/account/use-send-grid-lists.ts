/**
 * The lists of a SendGrid account, and a new one where none fits.
 *
 * Reads  : the query `sendGridLists`, always fresh: people change lists in SendGrid itself.
 * Writes : a list, when one is asked for.
 * Used by: `ListPicker.vue`.
 */
import { fail, ok, type Result, unreachable } from "@keruen/core";
import { useQuery } from "@urql/vue";
import { computed, type MaybeRefOrGetter, shallowRef, toValue, watch } from "vue";
import { type Failure, failureOf, userFailure } from "../../../graphql/failure.ts";
import { useCommand } from "../../../graphql/use-command.ts";
import {
  CreateSendGridList,
  type SendGridAccess,
  type SendGridList,
  SendGridLists,
} from "./send-grid.graphql.ts";

export function useSendGridLists(access: MaybeRefOrGetter<SendGridAccess>) {
  const { data, error } = useQuery({
    query: SendGridLists,
    variables: computed(() => ({ access: toValue(access) })),
    requestPolicy: "network-only",
  });
  const answer = computed(() => data.value?.sendGridLists);

  /** Lists made here: SendGrid may take a while to name them among the others. */
  const made = shallowRef<readonly SendGridList[]>([]);
  watch(
    () => toValue(access),
    () => {
      made.value = [];
    },
  );
  const { send, isSending } = useCommand(CreateSendGridList);

  async function create(name: string): Promise<Result<SendGridList, Failure>> {
    const created = await send({ input: { access: toValue(access), name } });
    if (!created.ok) return created;

    const outcome = created.value.createSendGridList;
    switch (outcome.__typename) {
      case "SendGridList":
        made.value = [...made.value, outcome];
        return ok(outcome);
      case "ApiKeyRefused":
      case "ApiKeyUnreadable":
      case "InvalidInput":
      case "NotFound":
      case "SendGridUnavailable":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return {
    /** Undefined until SendGrid has answered. */
    lists: computed(() => {
      if (answer.value?.__typename !== "SendGridLists") return undefined;
      const known = answer.value.lists;
      return [...known, ...made.value.filter(({ id }) => !known.some((list) => list.id === id))];
    }),
    failure: computed(() => {
      if (error.value) return failureOf(error.value);
      return answer.value && answer.value.__typename !== "SendGridLists" ? userFailure(answer.value) : null;
    }),
    create,
    isCreating: isSending,
  };
}
