/**
 * Follows one run, live. The first value is the run as it is now; it ends with the run.
 *
 * Reads  : the subscription `runChanged`, which a reopened socket subscribes again by itself.
 * Writes : nothing.
 * Used by: `RunPage.vue`.
 */
import { useSubscription } from "@urql/vue";
import { computed, type MaybeRefOrGetter, shallowRef, toValue } from "vue";
import { failureOf } from "../../graphql/failure.ts";
import { type Run, RunChanged } from "./export-run.graphql.ts";
import { furtherAlong, isEnded } from "./run-state.ts";

/** @param runId - a run's id, or a ref or getter of one; a new id starts over. */
export function useRun(runId: MaybeRefOrGetter<string>) {
  /** Kept apart from the subscription's own data, which an error would empty: what was true stays on screen. */
  const seen = shallowRef<Run>();
  const { error, fetching } = useSubscription(
    { query: RunChanged, variables: computed(() => ({ runId: toValue(runId) })) },
    (_, event) => {
      const next = event.runChanged;
      seen.value = seen.value?.id === next.id ? furtherAlong(seen.value, next) : next;
      return event;
    },
  );

  const run = computed(() => (seen.value?.id === toValue(runId) ? seen.value : undefined));
  return {
    run,
    /** The server has nothing to tell of such a run: it does not exist, or no longer. */
    isMissing: computed(() => !run.value && !fetching.value && !error.value),
    isEnded: computed(() => run.value !== undefined && isEnded(run.value)),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
  };
}
