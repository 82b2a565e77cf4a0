/**
 * One contact as it stands in the body of an upsert.
 *
 * A member that is left out keeps what SendGrid has; `""` would clear it; `null` is never sent, because
 * SendGrid's answer to it is not documented.
 *
 * @see twilio/sendgrid-oai `spec/json/tsg_mc_contacts_v3.json`, schema `ContactRequest`
 */
export type SendGridContact = {
  readonly email: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly address_line_1?: string;
  readonly address_line_2?: string;
  readonly city?: string;
  readonly state_province_region?: string;
  readonly postal_code?: string;
  readonly country?: string;
  readonly phone_number_id?: string;
  readonly external_id?: string;
  readonly anonymous_id?: string;
  /** Up to 5. */
  readonly alternate_emails?: readonly string[];
  /** Keyed by field id when written (by field name when read back). */
  readonly custom_fields?: Readonly<Record<string, string | number>>;
};

/** A contact that passed every check, serialised once; batches and bodies are put together from these. */
export type PreparedContact = {
  /** As SendGrid keeps it: trimmed and in lower case. */
  readonly email: string;
  /** The contact's JSON, a {@link SendGridContact}. */
  readonly json: string;
  /** Length of `json` in UTF-8. */
  readonly bytes: number;
};
