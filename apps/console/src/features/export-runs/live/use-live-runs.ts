/**
 * A list of runs that stays true by itself: what the server answered, overlaid with every change it tells of.
 *
 * Events that fell into a gap of the connection are not told again, so a reopened socket asks for the list anew.
 *
 * Reads  : the query `runs`, the subscription `runsChanged`.
 * Writes : nothing.
 * Used by: the runs page, an export's page, the overview, the sidebar.
 */
import { useQuery } from "@urql/vue";
import { computed, type MaybeRefOrGetter, toValue, watch } from "vue";
import { failureOf } from "../../../graphql/failure.ts";
import { useLiveConnection } from "../../../graphql/live-connection.ts";
import { useCursorTrail } from "../../../graphql/use-cursor-trail.ts";
import { type Run, Runs } from "../export-run.graphql.ts";
import { furtherAlong, type RunState } from "../run-state.ts";
import { useChangedRuns } from "./use-changed-runs.ts";

export type RunFilter = {
  readonly exportId?: string | undefined;
  readonly states?: readonly RunState[] | undefined;
  readonly first?: number;
};

/** The runs that fit the filter, newest first, `first` of them a page (50 unless told). */
export function useLiveRuns(filter: MaybeRefOrGetter<RunFilter>) {
  const trail = useCursorTrail(toValue(filter).first ?? 50, [() => toValue(filter)]);
  const { data, error, executeQuery } = useQuery({
    query: Runs,
    variables: computed(() => {
      const { exportId = null, states } = toValue(filter);
      return {
        first: trail.pageSize,
        after: trail.after.value,
        exportId,
        states: states ? [...states] : null,
      };
    }),
  });

  const { openings } = useLiveConnection();
  watch(openings, (_, before) => {
    if (before > 0) void executeQuery({ requestPolicy: "network-only" });
  });

  const changed = useChangedRuns();
  const page = computed(() => data.value?.runs);
  return {
    /** Undefined until the first answer. */
    runs: computed(() => {
      const listed = page.value?.edges.map(({ node }) => node);
      const isFirstPage = trail.after.value === null;
      return (
        listed && overlay(listed, changed.value, { ...toValue(filter), first: trail.pageSize }, isFirstPage)
      );
    }),
    totalCount: computed(() => page.value?.totalCount ?? 0),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
    firstPosition: trail.firstPosition,
    previous: trail.previous,
    next: trail.nextAfter(computed(() => page.value?.pageInfo)),
  };
}

/** The listed runs in their latest form and, on the first page, those that came since; all that fit, newest first. */
export function overlay(
  listed: readonly Run[],
  changed: ReadonlyMap<string, Run>,
  { exportId, states, first = 50 }: RunFilter,
  takesNew = true,
): readonly Run[] {
  const runs = new Map(listed.map((run) => [run.id, run]));
  for (const run of changed.values()) {
    const known = runs.get(run.id);
    if (known) runs.set(run.id, furtherAlong(known, run));
    else if (takesNew) runs.set(run.id, run);
  }
  return [...runs.values()]
    .filter((run) => (!exportId || run.exportId === exportId) && (!states || states.includes(run.state)))
    .sort((one, other) => other.queuedAt.localeCompare(one.queuedAt))
    .slice(0, first);
}
