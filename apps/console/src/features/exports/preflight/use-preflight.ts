/**
 * What to know of an export before it is saved or run.
 *
 * Reads  : the query `exportPreflight`, always fresh: segments and the account change by themselves.
 * Writes : nothing.
 * Used by: `ExportForm.vue`, `ExportPage.vue`.
 */
import { useQuery } from "@urql/vue";
import { computed, type Ref } from "vue";
import { failureOf, userFailure } from "../../../graphql/failure.ts";
import type { VariablesOf } from "../../../graphql/graphql.ts";
import { useRested } from "../../../graphql/use-rested.ts";
import { ExportPreflight } from "./export-preflight.graphql.ts";

const REST_MS = 300;

export type PreflightInput = VariablesOf<typeof ExportPreflight>["input"];
export type ShownPreflight = ReturnType<typeof usePreflight>;

/** @param isWanted - false while nobody looks. */
export function usePreflight(input: Ref<PreflightInput>, isWanted: Ref<boolean>) {
  const rested = useRested(input, REST_MS);
  const { data, error, fetching } = useQuery({
    query: ExportPreflight,
    variables: computed(() => ({ input: rested.value })),
    pause: computed(() => !isWanted.value),
    requestPolicy: "network-only",
  });
  const answer = computed(() => data.value?.exportPreflight);
  const preflight = computed(() =>
    answer.value?.__typename === "ExportPreflight" ? answer.value : undefined,
  );
  const account = computed(() => preflight.value?.account);

  return {
    /** Undefined until it has been asked for once. */
    preflight,
    account: computed(() => (account.value?.__typename === "SendGridAccount" ? account.value : null)),
    warnings: computed(() => preflight.value?.warnings ?? []),
    isBehind: computed(() => fetching.value || rested.value !== input.value),
    /** Why there is nothing to show. */
    failure: computed(() => {
      if (error.value && !data.value) return failureOf(error.value);
      return answer.value && answer.value.__typename !== "ExportPreflight" ? userFailure(answer.value) : null;
    }),
    /** Why the account's half is missing; null where it is there, or not asked for. */
    accountFailure: computed(() =>
      account.value && account.value.__typename !== "SendGridAccount" ? userFailure(account.value) : null,
    ),
  };
}
