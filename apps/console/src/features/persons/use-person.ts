/**
 * A person's way through every export, a page of exports at a time.
 *
 * Reads  : the query `personTrail`. Whom it is about is sent in a body and kept in no address.
 * Writes : nothing.
 * Used by: `PersonPage.vue`.
 */
import { useQuery } from "@urql/vue";
import { computed, type MaybeRefOrGetter, toValue } from "vue";
import { failureOf, userFailure } from "../../graphql/failure.ts";
import { useCursorTrail } from "../../graphql/use-cursor-trail.ts";
import { Person } from "./person.graphql.ts";

/** @param person - an address or a profile's id; blank asks nothing. */
export function usePerson(person: MaybeRefOrGetter<string>) {
  const trail = useCursorTrail(20, [() => toValue(person)]);
  const { data, error, fetching } = useQuery({
    query: Person,
    variables: computed(() => ({
      person: toValue(person),
      first: trail.pageSize,
      after: trail.after.value,
    })),
    pause: computed(() => toValue(person) === ""),
    requestPolicy: "cache-and-network",
    context: { additionalTypenames: ["PersonTrail"] },
  });
  const answer = computed(() => (toValue(person) === "" ? undefined : data.value?.personTrail));
  const found = computed(() => (answer.value?.__typename === "PersonTrail" ? answer.value : undefined));

  return {
    person: found,
    exports: computed(() => found.value?.exports.edges.map(({ node }) => node)),
    totalCount: computed(() => found.value?.exports.totalCount ?? 0),
    isAsking: computed(() => fetching.value && !found.value),
    failure: computed(() => {
      if (answer.value && answer.value.__typename !== "PersonTrail") return userFailure(answer.value);
      return error.value && !found.value ? failureOf(error.value) : null;
    }),
    firstPosition: trail.firstPosition,
    previous: trail.previous,
    next: trail.nextAfter(computed(() => found.value?.exports.pageInfo)),
  };
}
