/** Which value fills one SendGrid field. A data matching is a list of these, at most one for each target. */
export type Match = {
  /** Id of a SendGrid field. */
  readonly target: string;
  /**
   * How `value` is read: the name of a profile field, text that is sent as it is, or text with profile fields
   * in double braces (`{{first_name}} {{last_name}}`).
   */
  readonly kind: "field" | "constant" | "template";
  readonly value: string;
  /** Where a profile has nothing: leave what SendGrid has (unless said otherwise), or clear it; see `canBeCleared`. */
  readonly whenEmpty?: "leave" | "clear";
};

/** A profile's attributes as JSON has them: text, numbers, booleans, null, or absent. */
export type Attributes = Readonly<Record<string, unknown>>;
