import { useSubscription } from "@urql/vue";
import { computed, type MaybeRefOrGetter, shallowRef, toValue } from "vue";
import { type Source, SourceChanged } from "./source.graphql.ts";

/**
 * Follows a source while it loads: as it is now, then after every change, until it is ready or has failed.
 *
 * @param sourceId - null follows nothing.
 */
export function useSource(sourceId: MaybeRefOrGetter<string | null>) {
  const source = shallowRef<Source>();
  useSubscription(
    {
      query: SourceChanged,
      variables: computed(() => ({ sourceId: toValue(sourceId) ?? "" })),
      pause: computed(() => toValue(sourceId) === null),
    },
    (_, event) => {
      source.value = event.sourceChanged;
      return event;
    },
  );
  return computed(() => (source.value?.id === toValue(sourceId) ? source.value : undefined));
}
