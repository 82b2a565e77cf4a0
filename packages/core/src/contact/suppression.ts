/** Why SendGrid sends an address nothing. Stable: kept with outcomes, counted, and translated by screens. */
export type SuppressionCode =
  /** Does not want anything from the account. */
  | "global-unsubscribe"
  /** The mailbox or its server does not exist. */
  | "bounce"
  /** Has marked a message as spam. */
  | "spam-report"
  /** SendGrid takes the address for none. */
  | "invalid-email"
  /** Has left one group of messages; `group` says which. */
  | "group-unsubscribe";

export type Suppression = {
  readonly code: SuppressionCode;
  /** The group's name in SendGrid; null where the whole account is meant. */
  readonly group: string | null;
};
