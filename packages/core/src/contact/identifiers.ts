import type { TargetField } from "./target-field.ts";

/**
 * What a contact can be known by. All that a contact has must be named when it is updated.
 *
 * @see https://www.twilio.com/docs/sendgrid/ui/managing-contacts/create-and-manage-contacts
 */
export const IDENTIFIERS = ["email", "phone_number_id", "external_id", "anonymous_id"] as const;

export type Identifier = (typeof IDENTIFIERS)[number];

/** Whether `""` clears the field. A number and a date are not documented to be cleared; an identifier cannot be. */
export const canBeCleared = ({ id, type }: TargetField): boolean =>
  type === "text" && !IDENTIFIERS.some((identifier) => identifier === id);
