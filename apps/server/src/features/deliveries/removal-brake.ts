/**
 * No surprise: a run that would empty its list, or take a large part of it off, stops before it removes anybody.
 *
 * Reads  : nothing. Pure.
 * Writes : nothing.
 * Used by: `mirrorRun`.
 */

/** What a run is about to do to the people whom its export had put on the list. */
export type Removal = {
  readonly leavers: number;
  /** How many its export had put there before this run. */
  readonly before: number;
  /** Whether the run has anybody with an address at all. */
  readonly isEmpty: boolean;
};

/**
 * `share`: the largest part that may leave. Below `appliesFrom` people on the list a share says little, one of three
 * is a third; there only a run that is empty is held.
 */
export const REMOVAL_BRAKE = { share: 0.15, appliesFrom: 100 } as const;

export function isMassRemoval({ leavers, before, isEmpty }: Removal, brake = REMOVAL_BRAKE): boolean {
  if (leavers === 0) return false;
  return isEmpty || (before >= brake.appliesFrom && leavers > before * brake.share);
}
