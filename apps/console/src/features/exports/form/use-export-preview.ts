/**
 * What an export would send, from real rows, while it is being made.
 *
 * Reads  : the query `exportPreview`, once typing has rested for a moment.
 * Writes : nothing.
 * Used by: `use-export-form.ts`.
 */
import { useQuery } from "@urql/vue";
import { computed, type Ref } from "vue";
import type { VariablesOf } from "../../../graphql/graphql.ts";
import { useRested } from "../../../graphql/use-rested.ts";
import { ExportPreview } from "./export-form.graphql.ts";

const REST_MS = 300;
const SAMPLE_ROWS = 5;

export type PreviewInput = VariablesOf<typeof ExportPreview>["input"];

export function useExportPreview(input: Ref<PreviewInput>) {
  const rested = useRested(input, REST_MS);
  const { data } = useQuery({
    query: ExportPreview,
    variables: computed(() => ({ input: rested.value, first: SAMPLE_ROWS })),
    requestPolicy: "network-only", // a cache would keep an entry for each letter typed
  });
  const preview = computed(() =>
    data.value?.exportPreview.__typename === "ExportPreview" ? data.value.exportPreview : undefined,
  );

  return {
    sampleRows: computed(() => preview.value?.rows ?? []),
  };
}
