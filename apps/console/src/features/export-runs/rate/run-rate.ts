/**
 * How fast a run goes, from what was seen of it: no counter of the server's, only sightings and a clock.
 *
 * Reads  : sightings (when, how many processed).
 * Writes : nothing. Pure.
 * Used by: `use-run-rate.ts`.
 */
import type { ChartPoint } from "../../../ui/AreaChart.vue";

export type Sighting = { readonly atMs: number; readonly processed: number };

const KEPT_MS = 180_000;
const RATE_OVER_MS = 10_000;

/** Adds a sighting and forgets those older than three minutes. One that would go back in time or in count is left out. */
export function withSighting(sightings: readonly Sighting[], next: Sighting): readonly Sighting[] {
  const last = sightings.at(-1);
  if (last && (next.atMs <= last.atMs || next.processed < last.processed)) return sightings;
  return [...sightings.filter(({ atMs }) => atMs >= next.atMs - KEPT_MS), next];
}

/** Contacts per second over the last ten seconds; null from fewer than two sightings. */
export function contactsPerSecond(sightings: readonly Sighting[]): number | null {
  const last = sightings.at(-1);
  if (!last || sightings.length < 2) return null;
  const first =
    sightings.find(({ atMs }) => atMs >= last.atMs - RATE_OVER_MS && atMs < last.atMs) ?? sightings.at(-2);
  if (!first) return null;
  return ((last.processed - first.processed) / (last.atMs - first.atMs)) * 1_000;
}

/** Seconds until `remaining` are done at this rate; null while nothing moves. */
export const secondsLeft = (remaining: number, perSecond: number | null): number | null =>
  perSecond ? remaining / perSecond : null;

/** One point for each second seen; what came between two sightings is spread evenly over the seconds between them. */
export function pointsPerSecond(sightings: readonly Sighting[]): readonly ChartPoint[] {
  const perSecond = new Map<number, number>();
  for (const [index, { atMs, processed }] of sightings.entries()) {
    const before = sightings[index - 1];
    if (!before) continue;
    const each = (processed - before.processed) / (atMs - before.atMs);
    for (let from = before.atMs; from < atMs; ) {
      const second = Math.floor(from / 1_000);
      const to = Math.min(atMs, (second + 1) * 1_000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + each * (to - from));
      from = to;
    }
  }
  return [...perSecond].slice(0, -1).map(([second, value]) => ({ at: second * 1_000, value })); // the last is not over
}
