/**
 * Where one run of one export stands. It only moves forward: AWAITING_APPROVAL does nothing, and gives way to what comes
 * after what was done ({@link afterApproval}).
 */
export type RunState =
  | "QUEUED"
  | "PREPARING"
  | "AWAITING_APPROVAL"
  | "UPLOADING"
  | "SETTLING"
  | "SUCCEEDED"
  | "FAILED"
  | "CANCELED";

/** The states that may follow each state. */
export const LEGAL_MOVES: Readonly<Record<RunState, readonly RunState[]>> = {
  QUEUED: ["PREPARING", "FAILED", "CANCELED"],
  PREPARING: ["AWAITING_APPROVAL", "UPLOADING", "FAILED", "CANCELED"],
  AWAITING_APPROVAL: ["UPLOADING", "SETTLING", "FAILED", "CANCELED"],
  UPLOADING: ["SETTLING", "FAILED", "CANCELED"],
  SETTLING: ["AWAITING_APPROVAL", "SUCCEEDED", "FAILED", "CANCELED"],
  SUCCEEDED: [],
  FAILED: [],
  CANCELED: [],
};

export const canMove = (from: RunState, to: RunState): boolean => LEGAL_MOVES[from].includes(to);

/**
 * Where a run goes on once somebody has approved of it: to its upload, or, where it asked after that, to what was left to do.
 *
 * @param hasUploaded - whether it has been SETTLING before.
 */
export const afterApproval = (hasUploaded: boolean): "UPLOADING" | "SETTLING" =>
  hasUploaded ? "SETTLING" : "UPLOADING";

export const isEnded = (state: RunState): boolean => LEGAL_MOVES[state].length === 0;
