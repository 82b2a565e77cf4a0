/**
 * Follows one erasure, live, tries it again where it has failed, and lets the person come in again.
 *
 * Reads  : the subscription `erasureChanged`, which ends with the erasure; trying again begins another one.
 * Writes : `retryErasure`, `readmitPerson`.
 * Used by: `ErasurePage.vue`.
 */
import { fail, ok, type Result, unreachable } from "@keruen/core";
import { useSubscription } from "@urql/vue";
import { computed, type MaybeRefOrGetter, shallowRef, toValue } from "vue";
import { type Failure, failureOf, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { type Erasure, ErasureChanged, ReadmitPerson, RetryErasure } from "./erasure.graphql.ts";

export function useErasure(erasureId: MaybeRefOrGetter<string>) {
  const seen = shallowRef<Erasure>();
  const { error, fetching, executeSubscription } = useSubscription(
    { query: ErasureChanged, variables: computed(() => ({ erasureId: toValue(erasureId) })) },
    (_, event) => {
      seen.value = event.erasureChanged;
      return event;
    },
  );
  const readmitting = useCommand(ReadmitPerson, ["Erasure", "PersonTrail"]);
  const retrying = useCommand(RetryErasure, ["Erasure"]);

  /** One that goes on already is what was wanted. */
  async function retry(): Promise<Result<void, Failure>> {
    const answer = await retrying.send({ erasureId: toValue(erasureId) });
    if (!answer.ok) return answer;
    const outcome = answer.value.retryErasure;
    switch (outcome.__typename) {
      case "Erasure":
      case "ErasureNotFailed":
        executeSubscription();
        return ok(undefined);
      case "NotFound":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  async function readmit(): Promise<Result<void, Failure>> {
    const answer = await readmitting.send({ erasureId: toValue(erasureId) });
    if (!answer.ok) return answer;
    const outcome = answer.value.readmitPerson;
    switch (outcome.__typename) {
      case "Erasure":
        executeSubscription();
        return ok(undefined);
      case "NotFound":
      case "ErasureNotDone":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  const erasure = computed(() => (seen.value?.id === toValue(erasureId) ? seen.value : undefined));
  return {
    erasure,
    isMissing: computed(() => !erasure.value && !fetching.value && !error.value),
    failure: computed(() => (error.value && !erasure.value ? failureOf(error.value) : null)),
    retry,
    readmit,
    isRetrying: retrying.isSending,
  };
}
