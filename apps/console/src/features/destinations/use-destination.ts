import { useQuery } from "@urql/vue";
import { computed, type MaybeRefOrGetter, toValue } from "vue";
import { failureOf } from "../../graphql/failure.ts";
import { DestinationById } from "./destination.graphql.ts";

/** One destination: undefined until it is there, null where there is none of this id. */
export function useDestination(id: MaybeRefOrGetter<string>) {
  const { data, error } = useQuery({
    query: DestinationById,
    variables: computed(() => ({ id: toValue(id) })),
  });
  return {
    destination: computed(() => data.value?.destination),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
  };
}
