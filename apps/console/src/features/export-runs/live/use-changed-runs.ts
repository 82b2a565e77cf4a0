import { useSubscription } from "@urql/vue";
import { type ShallowRef, shallowRef } from "vue";
import { type Run, RunsChanged } from "../export-run.graphql.ts";

const KEPT = 200;

/** The runs that changed while this screen was watching, by id, each as it was told of last; the oldest are let go. */
export function useChangedRuns(): Readonly<ShallowRef<ReadonlyMap<string, Run>>> {
  const changed = shallowRef<ReadonlyMap<string, Run>>(new Map());

  // A handler, not a watcher: two events in one tick would be one change to a watcher, and a run would be lost.
  useSubscription({ query: RunsChanged }, (_, event) => {
    const run = event.runsChanged;
    const others = [...changed.value].filter(([id]) => id !== run.id);
    changed.value = new Map([...others.slice(1 - KEPT), [run.id, run]]);
    return event;
  });
  return changed;
}
