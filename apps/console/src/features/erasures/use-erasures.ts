import { useQuery } from "@urql/vue";
import { computed } from "vue";
import { failureOf } from "../../graphql/failure.ts";
import { useCursorTrail } from "../../graphql/use-cursor-trail.ts";
import { Erasures } from "./erasure.graphql.ts";

/** Everybody who was erased, without them: newest first, a page at a time. */
export function useErasures() {
  const trail = useCursorTrail(50);
  const { data, error } = useQuery({
    query: Erasures,
    variables: computed(() => ({ first: trail.pageSize, after: trail.after.value })),
    requestPolicy: "cache-and-network",
    context: { additionalTypenames: ["Erasure"] },
  });
  const page = computed(() => data.value?.erasures);

  return {
    erasures: computed(() => page.value?.edges.map(({ node }) => node)),
    totalCount: computed(() => page.value?.totalCount ?? 0),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
    firstPosition: trail.firstPosition,
    previous: trail.previous,
    next: trail.nextAfter(computed(() => page.value?.pageInfo)),
  };
}
