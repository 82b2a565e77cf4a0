import { useQuery } from "@urql/vue";
import { computed, ref } from "vue";
import { failureOf } from "../../graphql/failure.ts";
import { useCursorTrail } from "../../graphql/use-cursor-trail.ts";
import { useRested } from "../../graphql/use-rested.ts";
import { Profiles } from "./profile.graphql.ts";

const REST_MS = 300;

/** The profiles, a page at a time, those that match what is searched for. */
export function useProfiles() {
  const search = ref("");
  const rested = useRested(search, REST_MS);
  const trail = useCursorTrail(50, [rested]);
  const { data, error, executeQuery } = useQuery({
    query: Profiles,
    variables: computed(() => ({
      first: trail.pageSize,
      after: trail.after.value,
      search: rested.value.trim() || null,
    })),
    context: { additionalTypenames: ["Profile"] },
  });
  const page = computed(() => data.value?.profiles);

  return {
    search,
    profiles: computed(() => page.value?.edges.map(({ node }) => node)),
    totalCount: computed(() => page.value?.totalCount ?? 0),
    isSearching: computed(() => rested.value.trim() !== ""),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    refresh: () => void executeQuery({ requestPolicy: "network-only" }),
    firstPosition: trail.firstPosition,
    previous: trail.previous,
    next: trail.nextAfter(computed(() => page.value?.pageInfo)),
  };
}
