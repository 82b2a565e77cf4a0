/**
 * A contact's fields: what a request may carry, and how long it may be.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`, schemas `ContactRequest` and `ContactDetails3`
 */

/** Text fields with their greatest length in characters; null where none is documented. */
export const TEXT_FIELDS: ReadonlyMap<string, number | null> = new Map([
  ["first_name", 50],
  ["last_name", 50],
  ["address_line_1", 100],
  ["address_line_2", 100],
  ["city", 60],
  ["state_province_region", 50],
  ["country", 50],
  ["postal_code", null],
  ["phone_number", null],
  ["whatsapp", null],
  ["line", null],
  ["facebook", null],
  ["unique_name", null],
]);

/** Identifiers beside the e-mail. */
export const IDENTIFIER_TYPES = ["phone_number_id", "external_id", "anonymous_id"] as const;
export type IdentifierType = (typeof IDENTIFIER_TYPES)[number];

/** Of e-mails and of the others alike. */
export const MAX_IDENTIFIER_LENGTH = 254;
export const MAX_ALTERNATE_EMAILS = 5;

/** @see docs.sendgrid.com "Custom fields": a text field holds up to 1,000 characters */
export const MAX_CUSTOM_TEXT_LENGTH = 1_000;

/**
 * What is kept of one contact beside its e-mail and its dates: only what is set.
 * In a row that waits to be applied, `null` stands for "clear it".
 */
export type StoredFields = {
  [reservedField: string]:
    | string
    | null
    | readonly string[]
    | Record<string, string | number | null>
    | undefined;
  alternate_emails?: readonly string[] | null;
  /** By field id. */
  custom_fields?: Record<string, string | number | null>;
};
