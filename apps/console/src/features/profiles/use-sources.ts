import { useQuery } from "@urql/vue";
import { computed } from "vue";
import { failureOf } from "../../graphql/failure.ts";
import { Sources } from "./source.graphql.ts";

/** Where the profiles come from. */
export function useSources() {
  const { data, error, executeQuery } = useQuery({
    query: Sources,
    context: { additionalTypenames: ["Source"] },
  });

  return {
    sources: computed(() => data.value?.sources),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
    refresh: () => void executeQuery({ requestPolicy: "network-only" }),
  };
}
