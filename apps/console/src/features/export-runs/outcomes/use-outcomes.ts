/**
 * What became of the people of one run, page after page.
 *
 * Reads  : the query `outcomes`, one page at a time.
 * Writes : nothing.
 * Used by: `OutcomeTable.vue`.
 */
import { useQuery } from "@urql/vue";
import { computed, type MaybeRefOrGetter, toValue } from "vue";
import { failureOf } from "../../../graphql/failure.ts";
import { useCursorTrail } from "../../../graphql/use-cursor-trail.ts";
import { type Outcome, Outcomes } from "../export-run.graphql.ts";

export type OutcomeFilter = {
  readonly kind: Outcome["kind"];
  /** A reason; null for all. */
  readonly code: string | null;
};

export function useOutcomes(runId: MaybeRefOrGetter<string>, filter: MaybeRefOrGetter<OutcomeFilter>) {
  const trail = useCursorTrail(50, [() => toValue(runId), () => toValue(filter)]);
  const { data, error } = useQuery({
    query: Outcomes,
    variables: computed(() => ({
      runId: toValue(runId),
      ...toValue(filter),
      first: trail.pageSize,
      after: trail.after.value,
    })),
  });

  const page = computed(() => data.value?.outcomes);
  return {
    outcomes: computed(() => page.value?.edges.map(({ cursor, node }) => ({ id: cursor, ...node }))),
    totalCount: computed(() => page.value?.totalCount),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    firstPosition: trail.firstPosition,
    previous: trail.previous,
    next: trail.nextAfter(computed(() => page.value?.pageInfo)),
  };
}
