export type Round = { readonly ours: number; readonly theirs: number };

/**
 * Times two ways of doing the same work in turn, so that a noisy neighbour is in both figures of a round.
 *
 * One round to warm up is not counted, and the order changes with each.
 *
 * @returns milliseconds.
 */
export function alternate(rounds: number, ours: () => unknown, theirs: () => unknown): readonly Round[] {
  return Array.from({ length: rounds + 1 }, (_, round): Round => {
    if (round % 2 === 0) return { ours: elapsedMs(ours), theirs: elapsedMs(theirs) };
    const first = elapsedMs(theirs);
    return { ours: elapsedMs(ours), theirs: first };
  }).slice(1);
}

function elapsedMs(work: () => unknown): number {
  globalThis.gc?.();
  const start = performance.now();
  work();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
