import { useQuery } from "@urql/vue";
import { computed, watch } from "vue";
import { failureOf } from "../../graphql/failure.ts";
import { useLiveRuns } from "../export-runs/live/use-live-runs.ts";
import { isEnded } from "../export-runs/run-state.ts";
import { attentionItems } from "./attention.ts";
import { firstSteps } from "./first-steps.ts";
import { OverviewCounts } from "./overview.graphql.ts";

/** What there is, what runs, and what waits for a person. */
export function useOverview() {
  const { data, error, executeQuery } = useQuery({
    query: OverviewCounts,
    context: { additionalTypenames: ["Profile", "Segment", "Export", "Run", "Destination"] },
  });
  const refresh = () => void executeQuery({ requestPolicy: "network-only" });
  const { runs } = useLiveRuns({ first: 20 });
  watch(
    () => runs.value?.length,
    (count, before) => {
      if (before !== undefined && count !== before) refresh();
    },
  );

  const steps = computed(() => data.value && firstSteps(data.value));
  const ended = computed(() => runs.value?.filter((run) => run.state === "SUCCEEDED") ?? []);
  return {
    counts: data,
    steps,
    isNew: computed(() => steps.value?.some(({ isDone }) => !isDone) ?? false),
    runs,
    running: computed(() => runs.value?.filter((run) => !isEnded(run)) ?? []),
    attention: computed(() =>
      attentionItems(data.value?.destinations.edges.map(({ node }) => node) ?? [], runs.value ?? []),
    ),
    /** Over the recent successful runs. */
    delivered: computed(() => ({
      runs: ended.value.length,
      people: ended.value.reduce((sum, run) => sum + run.deliveredCount, 0),
      selected: ended.value.reduce((sum, run) => sum + (run.selectedCount ?? 0), 0),
    })),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
    refresh,
  };
}
