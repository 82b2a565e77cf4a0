/** Where one run of one export stands. It only moves forward. */
export type RunState =
  | "QUEUED"
  | "PREPARING"
  | "UPLOADING"
  | "SETTLING"
  | "SUCCEEDED"
  | "FAILED"
  | "CANCELED";

/** The states that may follow each state. */
export const LEGAL_MOVES: Readonly<Record<RunState, readonly RunState[]>> = {
  QUEUED: ["PREPARING", "FAILED", "CANCELED"],
  PREPARING: ["UPLOADING", "FAILED", "CANCELED"],
  UPLOADING: ["SETTLING", "FAILED", "CANCELED"],
  SETTLING: ["SUCCEEDED", "FAILED", "CANCELED"],
  SUCCEEDED: [],
  FAILED: [],
  CANCELED: [],
};

export const canMove = (from: RunState, to: RunState): boolean => LEGAL_MOVES[from].includes(to);

export const isEnded = (state: RunState): boolean => LEGAL_MOVES[state].length === 0;
