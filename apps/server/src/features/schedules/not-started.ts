/** A time at which something was due and was not started, and why. Kept until the schedule has started it again. */
export type NotStarted = {
  /** When it was due, ISO 8601: the column is JSON. */
  readonly at: string;
  readonly code: string;
  readonly message: string;
};
