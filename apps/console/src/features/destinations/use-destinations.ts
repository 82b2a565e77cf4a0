import { useQuery } from "@urql/vue";
import { computed } from "vue";
import { failureOf } from "../../graphql/failure.ts";
import { useCursorTrail } from "../../graphql/use-cursor-trail.ts";
import { Destinations } from "./destination.graphql.ts";

/** The destinations, a page at a time. */
export function useDestinations() {
  const trail = useCursorTrail(50);
  const { data, error } = useQuery({
    query: Destinations,
    variables: computed(() => ({ first: trail.pageSize, after: trail.after.value })),
    context: { additionalTypenames: ["Destination"] },
  });
  const page = computed(() => data.value?.destinations);

  return {
    destinations: computed(() => page.value?.edges.map(({ node }) => node)),
    totalCount: computed(() => page.value?.totalCount ?? 0),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
    firstPosition: trail.firstPosition,
    previous: trail.previous,
    next: trail.nextAfter(computed(() => page.value?.pageInfo)),
  };
}
