/**
 * No surprise: what a run asks a person about before it does it.
 *
 * Reads  : nothing. Pure.
 * Writes : nothing.
 * Used by: `prepareRun` before anybody is sent, `mirrorRun` before anybody is removed.
 */

/** What a run is about to do, in people. */
export type Prospect = {
  readonly selected: number;
  /** Selected by the last run of the export that succeeded; null where there was none. */
  readonly selectedBefore: number | null;
  /** Those whom the export had put on the list before this run. */
  readonly deliveries: number;
  /** Those of them who would leave it. */
  readonly removals: number;
  /** The largest part of them that may, from 0 to 1. */
  readonly maxRemovalShare: number;
};

export const APPROVAL_CODES = ["nobody-selected", "mass-removal", "sudden-drop"] as const;

/** Why a run asks, with the figures it knew. */
export type ApprovalReason = Prospect & { readonly code: (typeof APPROVAL_CODES)[number] };

export const USUAL_MAX_REMOVAL_SHARE = 0.15;

/** Of fewer people a share says little: one of three is a third. */
export const SHARES_APPLY_FROM = 100;

/** @returns null where nobody will be surprised. */
export function approvalReason(prospect: Prospect): ApprovalReason | null {
  const { selected, selectedBefore, deliveries } = prospect;
  if (selected === 0 && deliveries > 0) return { ...prospect, code: "nobody-selected" };
  if (isMassRemoval(prospect)) return { ...prospect, code: "mass-removal" };
  if (selectedBefore !== null && selectedBefore >= SHARES_APPLY_FROM && selected < selectedBefore / 2)
    return { ...prospect, code: "sudden-drop" };
  return null;
}

/**
 * Whether a removal that is about to begin is more than anybody has agreed to: more than the share, or everybody, where no
 * address of the segments can be read; and clearly more than was approved.
 *
 * @param approved - what somebody has approved for this run; null where nobody was asked.
 */
export function exceedsApproval(
  removal: Pick<Prospect, "deliveries" | "removals" | "maxRemovalShare">,
  hasAddresses: boolean,
  approved: Pick<Prospect, "removals"> | null,
): boolean {
  const isLarge = hasAddresses ? isMassRemoval(removal) : removal.removals > 0;
  return isLarge && removal.removals > Math.ceil((approved?.removals ?? 0) * TOLERANCE);
}

/** Between the question and the removal some more may leave, or change their address. */
const TOLERANCE = 1.1;

const isMassRemoval = ({ deliveries, removals, maxRemovalShare }: Parameters<typeof exceedsApproval>[0]) =>
  deliveries >= SHARES_APPLY_FROM && removals > deliveries * maxRemovalShare;
