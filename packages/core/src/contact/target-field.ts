/** A SendGrid field that a contact can fill. */
export type TargetField = {
  /** What a match names: `email`, `first_name`, … for SendGrid's own fields, e.g. `e1_T` for custom ones. */
  readonly id: string;
  readonly name: string;
  readonly type: "text" | "text-list" | "number" | "date";
  /** Goes under `custom_fields`. */
  readonly custom: boolean;
  /** In characters (Unicode code points), of each value; null where SendGrid names no limit. */
  readonly maxLength: number | null;
  /** What a column of an import is mapped by, e.g. `_rf2_T`. SendGrid gives it: absent until it was asked. */
  readonly definitionId?: string;
};

const own = (
  id: string,
  name: string,
  maxLength: number | null,
  type: TargetField["type"] = "text",
): TargetField => ({ id, name, type, custom: false, maxLength });

/**
 * SendGrid's own fields that an upsert can write, in the order a person fills a form.
 *
 * Left out: the deprecated `phone_number`, `whatsapp`, `line`, `facebook` and
 * `unique_name` (not in the schema), and everything SendGrid keeps itself.
 *
 * @see twilio/sendgrid-oai `spec/json/tsg_mc_contacts_v3.json`, schema `ContactRequest`
 */
export const RESERVED_FIELDS: readonly TargetField[] = [
  own("email", "Email", 254),
  own("first_name", "First name", 50),
  own("last_name", "Last name", 50),
  own("country", "Country", 50),
  own("state_province_region", "State, province or region", 50),
  own("city", "City", 60),
  own("postal_code", "Postal code", null),
  own("address_line_1", "Address line 1", 100),
  own("address_line_2", "Address line 2", 100),
  own("phone_number_id", "Phone number", null),
  own("external_id", "External ID", 254),
  own("anonymous_id", "Anonymous ID", 254),
  own("alternate_emails", "Alternate emails", 254, "text-list"),
];

/**
 * Characters of a custom text field.
 *
 * @see https://www.twilio.com/docs/sendgrid/ui/managing-contacts/custom-fields
 */
export const MAX_CUSTOM_TEXT = 1_000;

/**
 * Addresses besides the e-mail.
 *
 * @see twilio/sendgrid-oai `spec/json/tsg_mc_contacts_v3.json`, schema `ContactRequest`, `alternate_emails`
 */
export const MAX_ALTERNATE_EMAILS = 5;
