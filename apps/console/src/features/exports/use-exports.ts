import { useQuery } from "@urql/vue";
import { computed } from "vue";
import { failureOf } from "../../graphql/failure.ts";
import { useCursorTrail } from "../../graphql/use-cursor-trail.ts";
import { useChangedRuns } from "../export-runs/live/use-changed-runs.ts";
import { furtherAlong } from "../export-runs/run-state.ts";
import { type Export, Exports } from "./export.graphql.ts";

/** The exports, a page at a time, each with its last run as it is now. */
export function useExports() {
  const trail = useCursorTrail(50);
  const { data, error } = useQuery({
    query: Exports,
    variables: computed(() => ({ first: trail.pageSize, after: trail.after.value })),
    context: { additionalTypenames: ["Export"] },
  });
  const changed = useChangedRuns();
  const page = computed(() => data.value?.exports);

  return {
    exports: computed(() =>
      page.value?.edges.map(({ node }) => withLatestRun(node, [...changed.value.values()])),
    ),
    totalCount: computed(() => page.value?.totalCount ?? 0),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
    firstPosition: trail.firstPosition,
    previous: trail.previous,
    next: trail.nextAfter(computed(() => page.value?.pageInfo)),
  };
}

/** The export with the newest of its runs that is known, in its latest form. */
export function withLatestRun(item: Export, changed: readonly NonNullable<Export["lastRun"]>[]): Export {
  const lastRun = changed
    .filter(({ exportId }) => exportId === item.id)
    .reduce<Export["lastRun"]>((latest, run) => {
      if (!latest || run.queuedAt > latest.queuedAt) return run;
      return run.id === latest.id ? furtherAlong(latest, run) : latest;
    }, item.lastRun);
  return { ...item, lastRun };
}
