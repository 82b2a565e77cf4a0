/**
 * The arithmetic of a small area chart: round ticks from zero, and a path through evenly spaced points.
 *
 * Reads  : nothing. Pure.
 * Used by: `AreaChart.vue`.
 */

/** Four steps or so of 1, 2, 2.5 or 5 times a power of ten, from zero to at least `highest`. */
export function ticksFromZero(highest: number): readonly number[] {
  const roughStep = Math.max(highest, 4) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(roughStep));
  const step =
    [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((size) => size >= roughStep) ?? roughStep;
  const count = Math.ceil(Math.max(highest, 4) / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

export type Plot = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

/** Where the point `index` of `count` and a value stand, in pixels. */
export function plotScale({ left, top, right, bottom }: Plot, count: number, ceiling: number) {
  return {
    x: (index: number) => left + (count > 1 ? index / (count - 1) : 1) * (right - left),
    y: (value: number) => bottom - (value / ceiling) * (bottom - top),
    /** The point nearest to a horizontal position. */
    indexAt: (x: number) =>
      Math.max(0, Math.min(count - 1, Math.round(((x - left) / Math.max(1, right - left)) * (count - 1)))),
  };
}
