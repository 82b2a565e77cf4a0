/**
 * A run's calls to SendGrid: all of them by endpoint and answer, and those that failed or waited one by one.
 *
 * Reads  : the queries `run` and `calls`.
 * Writes : nothing.
 * Used by: `CallTotalsTable.vue`, `NotedCallsTable.vue`.
 */
import { useQuery } from "@urql/vue";
import { computed, type MaybeRefOrGetter, toValue } from "vue";
import { failureOf } from "../../graphql/failure.ts";
import { useCursorTrail } from "../../graphql/use-cursor-trail.ts";
import { Calls, CallTotals } from "./call.graphql.ts";

export function useCallTotals(runId: MaybeRefOrGetter<string>) {
  const { data, error } = useQuery({
    query: CallTotals,
    variables: computed(() => ({ runId: toValue(runId) })),
  });
  return {
    totals: computed(() =>
      data.value?.run?.callTotals.map((total) => ({
        id: `${total.endpoint} ${total.status} ${total.failure}`,
        ...total,
      })),
    ),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
  };
}

/** @param isPruned - they are no longer kept, so nothing is asked. */
export function useNotedCalls(runId: MaybeRefOrGetter<string>, isPruned: MaybeRefOrGetter<boolean>) {
  const trail = useCursorTrail(20, [() => toValue(runId)]);
  const { data, error } = useQuery({
    query: Calls,
    pause: computed(() => toValue(isPruned)),
    variables: computed(() => ({
      runId: toValue(runId),
      first: trail.pageSize,
      after: trail.after.value,
    })),
  });
  const page = computed(() => data.value?.calls);
  return {
    calls: computed(() => page.value?.edges.map(({ cursor, node }) => ({ id: cursor, ...node }))),
    totalCount: computed(() => page.value?.totalCount),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    firstPosition: trail.firstPosition,
    previous: trail.previous,
    next: trail.nextAfter(computed(() => page.value?.pageInfo)),
  };
}
