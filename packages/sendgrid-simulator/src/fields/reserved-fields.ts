/**
 * The reserved fields, in the order and with the ids that a live account listed in July 2026.
 *
 * SendGrid's own specification stops at `_rf23_T`.
 *
 * @see sendgrid-oai `tsg_mc_custom_fields_v3.json`, operation `GET /v3/marketing/field_definitions`
 */
export type FieldType = "Text" | "Number" | "Date";

export type ReservedField = {
  readonly id: string;
  readonly name: string;
  readonly field_type: FieldType;
  readonly read_only?: true;
};

const text = (number: number, name: string): ReservedField => ({
  id: `_rf${number}_T`,
  name,
  field_type: "Text",
});
const readOnly = (number: number, name: string, type: FieldType = "Text"): ReservedField => ({
  id: `_rf${number}_${type[0]}`,
  name,
  field_type: type,
  read_only: true,
});

export const RESERVED_FIELDS: readonly ReservedField[] = [
  text(0, "first_name"),
  text(1, "last_name"),
  text(2, "email"),
  text(3, "alternate_emails"),
  text(4, "address_line_1"),
  text(5, "address_line_2"),
  text(6, "city"),
  text(7, "state_province_region"),
  text(8, "postal_code"),
  text(9, "country"),
  text(10, "phone_number"),
  text(11, "whatsapp"),
  text(12, "line"),
  text(13, "facebook"),
  text(14, "unique_name"),
  text(27, "list_ids"),
  text(28, "segment_ids"),
  readOnly(15, "email_domains"),
  readOnly(16, "last_clicked", "Date"),
  readOnly(17, "last_opened", "Date"),
  readOnly(18, "last_emailed", "Date"),
  readOnly(19, "singlesend_id"),
  readOnly(20, "automation_id"),
  readOnly(21, "created_at", "Date"),
  readOnly(22, "updated_at", "Date"),
  readOnly(23, "contact_id"),
  text(24, "phone_number_id"),
  text(25, "external_id"),
  text(26, "anonymous_id"),
];
