/**
 * Which suppressed people an export leaves out: everybody whom SendGrid sends nothing to, unless told otherwise.
 *
 * Reads  : the account's unsubscribe groups, and whether its key may read suppressions at all.
 * Writes : the choice.
 * Used by: `use-export-form.ts`.
 */
import { useQuery } from "@urql/vue";
import { computed, type MaybeRefOrGetter, ref, toValue, watch } from "vue";
import { type Failure, failureOf, userFailure } from "../../../graphql/failure.ts";
import type { Export } from "../export.graphql.ts";
import { SuppressionGroups } from "./export-form.graphql.ts";

export type SuppressionKind = Export["suppressions"][number];

export const SUPPRESSION_KINDS = [
  "GLOBAL_UNSUBSCRIBE",
  "BOUNCE",
  "SPAM_REPORT",
  "INVALID_EMAIL",
] as const satisfies readonly SuppressionKind[];

export type GroupChoice = {
  readonly id: number;
  readonly name: string;
  /** Null where SendGrid has no such group any more. */
  readonly unsubscribes: number | null;
};

/** @param stored - of the export to change; null for a new one, which begins with every kind where the key may read them. */
export function useSuppressions(
  destinationId: MaybeRefOrGetter<string | null>,
  stored: Pick<Export, "suppressions" | "suppressionGroups"> | null,
) {
  const { data, error } = useQuery({
    query: SuppressionGroups,
    variables: computed(() => ({ destinationId: toValue(destinationId) ?? "" })),
    pause: computed(() => !toValue(destinationId)),
  });
  const answer = computed(() => data.value?.sendGridSuppressionGroups);
  const isUnreadable = computed(() => answer.value?.__typename === "SuppressionsUnreadable");

  const kinds = ref<readonly SuppressionKind[]>(stored?.suppressions ?? SUPPRESSION_KINDS);
  const groupIds = ref<readonly number[]>(stored?.suppressionGroups.map(({ id }) => id) ?? []);
  if (!stored)
    watch(
      [() => toValue(destinationId), isUnreadable],
      () => {
        kinds.value = isUnreadable.value ? [] : SUPPRESSION_KINDS;
        groupIds.value = [];
      },
      { immediate: true },
    );

  const groups = computed<readonly GroupChoice[]>(() => {
    const known = answer.value?.__typename === "SendGridSuppressionGroups" ? answer.value.groups : [];
    const gone = stored?.suppressionGroups.filter(({ id }) => !known.some((group) => group.id === id)) ?? [];
    return [...known, ...gone.map((group) => ({ ...group, unsubscribes: null }))];
  });

  return {
    kinds,
    groupIds,
    groups,
    /** The scopes that the key lacks; empty where it may read suppressions, or is not known yet. */
    missingScopes: computed(() =>
      answer.value?.__typename === "SuppressionsUnreadable" ? answer.value.missingScopes : [],
    ),
    failure: computed<Failure | null>(() => {
      if (error.value) return failureOf(error.value);
      const isAnswered = answer.value?.__typename === "SendGridSuppressionGroups" || isUnreadable.value;
      return answer.value && !isAnswered && "code" in answer.value ? userFailure(answer.value) : null;
    }),
    setKind: (kind: SuppressionKind, isChosen: boolean) => {
      kinds.value = SUPPRESSION_KINDS.filter((one) => (one === kind ? isChosen : kinds.value.includes(one)));
    },
    setGroup: (id: number, isChosen: boolean) => {
      const others = groupIds.value.filter((other) => other !== id);
      groupIds.value = isChosen ? [...others, id] : others;
    },
  };
}
