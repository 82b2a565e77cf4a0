/** What the checks of one contact find wrong. */
export type Findings = {
  /** Refuses the request. */
  readonly at: (field: string, message: string) => void;
  /** Lets this row down later, silently. */
  readonly late: string[];
  readonly unknownFields: Set<string>;
};
