/** How a step ended. `CANCELED`: there was nothing left to do it to. */
export type StepEnd = {
  readonly state: "SUCCEEDED" | "FAILED" | "BLOCKED" | "CANCELED";
  /** Why, for a program and for a person; null where there is nothing to say. */
  readonly code: string | null;
  readonly message: string | null;
  /** What was counted; null where nothing was. */
  readonly count: number | null;
};

/**
 * Does one source or one segment. It may be done again after a crash half-way.
 *
 * @throws what nobody expected: it is tried again.
 */
export type DoStep = (subjectId: string, signal: AbortSignal) => Promise<StepEnd>;

export const REMOVED: StepEnd = {
  ...{ state: "CANCELED", code: "removed", count: null },
  message: "It was removed before its turn came.",
};
