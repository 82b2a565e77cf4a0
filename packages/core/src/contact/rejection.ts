import type { TargetField } from "./target-field.ts";

/** Why a profile cannot go to SendGrid as a contact. Stable: kept with outcomes, counted, and translated by screens. */
export type RejectionCode =
  | "email-missing"
  | "email-malformed"
  /** One of the further addresses is none. */
  | "alternate-email-malformed"
  | "phone-malformed"
  | "number-malformed"
  | "date-malformed"
  /** A list or an object where SendGrid takes one value. */
  | "nested-value"
  /** More values than SendGrid takes; `limit` says how many it does. */
  | "too-many-values"
  /** More characters than SendGrid takes; `limit` says how many it does. Values are never cut. */
  | "too-long"
  /** One contact is heavier than a whole request may be; `limit` is in bytes. */
  | "contact-too-large"
  /** The profile was removed after the run had begun. */
  | "profile-removed"
  /** Somebody with this address was erased, and stays out. */
  | "person-erased"
  /** SendGrid took no more new contacts: the account's plan is full. */
  | "contact-limit"
  /** SendGrid refused the contact; `message` is in its own words. */
  | "refused-by-sendgrid";

export type Rejection = {
  readonly code: RejectionCode;
  /** Id of the SendGrid field that is to blame; null where it is the contact as a whole. */
  readonly field: string | null;
  /** English, and without the value itself (SendGrid's own words excepted). */
  readonly message: string;
  /** What the field or the request takes at most, where `code` is about a size. */
  readonly limit?: number;
};

/** A rejection for one field: `rule` ends a sentence that begins with the field's name. */
export const rejection = (code: RejectionCode, target: TargetField, rule: string): Rejection => ({
  code,
  field: target.id,
  message: `${target.name} ${rule}.`,
});
