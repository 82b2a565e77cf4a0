import { useQuery } from "@urql/vue";
import { useTimeoutPoll } from "@vueuse/core";
import { computed } from "vue";
import { failureOf } from "../../graphql/failure.ts";
import { useCursorTrail } from "../../graphql/use-cursor-trail.ts";
import { Segments } from "./segment.graphql.ts";

const LOOK_AGAIN_MS = 1_500;

/** The segments, a page at a time; looked at again while one of them is being counted, for no event tells of it. */
export function useSegments() {
  const trail = useCursorTrail(50);
  const { data, error, executeQuery } = useQuery({
    query: Segments,
    variables: computed(() => ({ first: trail.pageSize, after: trail.after.value })),
    context: { additionalTypenames: ["Segment"] },
  });
  const page = computed(() => data.value?.segments);
  const segments = computed(() => page.value?.edges.map(({ node }) => node));

  useTimeoutPoll(
    async () => {
      const isCounting = segments.value?.some(({ state }) => state === "BUILDING");
      if (isCounting) await executeQuery({ requestPolicy: "network-only" });
    },
    LOOK_AGAIN_MS,
    { immediate: true },
  );

  return {
    segments,
    totalCount: computed(() => page.value?.totalCount ?? 0),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
    firstPosition: trail.firstPosition,
    previous: trail.previous,
    next: trail.nextAfter(computed(() => page.value?.pageInfo)),
  };
}
