import { computed, type MaybeRefOrGetter, shallowRef, toValue, watch } from "vue";
import type { Run } from "../export-run.graphql.ts";
import { contactsPerSecond, pointsPerSecond, type Sighting, secondsLeft, withSighting } from "./run-rate.ts";

/**
 * Speed, time left and the chart's points of a run that is being watched.
 *
 * They change with the run alone, never with the clock: when the connection is lost they stand still.
 *
 * @param now - milliseconds since the epoch, as this device counts them.
 */
export function useRunRate(run: MaybeRefOrGetter<Run | undefined>, now: () => number = Date.now) {
  const sightings = shallowRef<readonly Sighting[]>([]);

  watch(
    () => toValue(run),
    (next, previous) => {
      if (next?.id !== previous?.id) sightings.value = [];
      if (next?.state === "UPLOADING") {
        sightings.value = withSighting(sightings.value, { atMs: now(), processed: next.processedCount });
      }
    },
    { immediate: true },
  );

  const perSecond = computed(() => contactsPerSecond(sightings.value));
  return {
    perSecond,
    secondsLeft: computed(() => {
      const current = toValue(run);
      if (!current?.selectedCount) return null;
      return secondsLeft(current.selectedCount - current.processedCount, perSecond.value);
    }),
    points: computed(() => pointsPerSecond(sightings.value)),
  };
}
