import { useQuery } from "@urql/vue";
import { computed } from "vue";
import { failureOf } from "../../../graphql/failure.ts";
import type { ResultOf } from "../../../graphql/graphql.ts";
import { ExportById } from "../export.graphql.ts";
import { ExportFormChoices } from "./export-form.graphql.ts";

type Choices = ResultOf<typeof ExportFormChoices>;

export type DestinationChoice = Choices["destinations"]["edges"][number]["node"];
export type SegmentChoice = Choices["segments"]["edges"][number]["node"];
export type ExportChoices = {
  readonly destinations: readonly DestinationChoice[];
  readonly segments: readonly SegmentChoice[];
  /** Names of the attributes that profiles have. */
  readonly profileFields: readonly string[];
};

/** What the form of an export needs before it can begin: what there is to choose from, and the export to change. */
export function useExportChoices(exportId: string | null) {
  const { data, error } = useQuery({ query: ExportFormChoices });
  const saved = useQuery({ query: ExportById, variables: { id: exportId ?? "" }, pause: exportId === null });

  return {
    choices: computed<ExportChoices | undefined>(
      () =>
        data.value && {
          destinations: data.value.destinations.edges.map(({ node }) => node),
          segments: data.value.segments.edges.map(({ node }) => node),
          profileFields: data.value.profileFields.map(({ name }) => name),
        },
    ),
    /** Undefined until asked; null where there is none of this id, and for a new one. */
    stored: computed(() => (exportId === null ? null : saved.data.value?.export)),
    failure: computed(() => {
      const combined = error.value ?? saved.error.value;
      return combined ? failureOf(combined) : null;
    }),
  };
}
