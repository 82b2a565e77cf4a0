import { useQuery } from "@urql/vue";
import { type ComputedRef, computed, type MaybeRefOrGetter, toValue } from "vue";
import { DestinationFields } from "./export-form.graphql.ts";

/** What a destination's SendGrid fields are called there, by id; empty where no destination is named yet, until it has answered, and where it cannot. */
export function useSendGridFieldNames(
  destinationId: MaybeRefOrGetter<string>,
): ComputedRef<ReadonlyMap<string, string>> {
  const { data } = useQuery({
    query: DestinationFields,
    variables: computed(() => ({ destinationId: toValue(destinationId) })),
    pause: computed(() => toValue(destinationId) === ""),
    requestPolicy: "cache-first",
  });
  return computed(() => {
    const answer = data.value?.sendGridFields;
    return new Map(
      answer?.__typename === "SendGridFields" ? answer.fields.map(({ id, name }) => [id, name]) : [],
    );
  });
}
