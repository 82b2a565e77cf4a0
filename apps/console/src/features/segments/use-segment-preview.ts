/**
 * How many a rule would take, and the first of them, while it is being edited.
 *
 * Reads  : the query `segmentPreview`, once editing has rested for a moment and every condition says something.
 * Writes : nothing.
 * Used by: `SegmentForm.vue`.
 */
import { useQuery } from "@urql/vue";
import { computed, type Ref } from "vue";
import { failureOf, userFailure } from "../../graphql/failure.ts";
import { useRested } from "../../graphql/use-rested.ts";
import { type EditedGroup, isWholeRule, ruleInput } from "./edited-rule.ts";
import { SegmentPreview } from "./segment.graphql.ts";

const REST_MS = 350;

export function useSegmentPreview(rule: Ref<EditedGroup>) {
  const rested = useRested(rule, REST_MS);
  const { data, error, fetching } = useQuery({
    query: SegmentPreview,
    variables: computed(() => ({ rule: ruleInput(rested.value) })),
    pause: computed(() => !isWholeRule(rested.value)),
    requestPolicy: "network-only", // a cache would keep an entry for each letter typed
  });
  const answer = computed(() => data.value?.segmentPreview);
  const preview = computed(() => (answer.value?.__typename === "SegmentPreview" ? answer.value : undefined));

  return {
    memberCount: computed(() => preview.value?.memberCount),
    members: computed(() => preview.value?.members),
    /** The figures are of an earlier rule. */
    isBehind: computed(() => fetching.value || rested.value !== rule.value || !isWholeRule(rule.value)),
    failure: computed(() => {
      if (error.value) return failureOf(error.value);
      return answer.value && answer.value.__typename !== "SegmentPreview" ? userFailure(answer.value) : null;
    }),
  };
}
