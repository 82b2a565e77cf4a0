/**
 * A contact as SendGrid shows it: every reserved field, "" where there is nothing; custom fields by name.
 *
 * Reads  : stored contacts, their lists, the account's fields.
 * Writes : nothing.
 * Used by: the contact endpoints and the control plane.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`, schema `ContactDetails3`
 */
import type { Simulation } from "../simulation.ts";
import { IDENTIFIER_TYPES, TEXT_FIELDS } from "./contact-fields.ts";
import type { StoredContact } from "./contact-store.ts";

export type ContactDetails = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly email: string;
  readonly list_ids: readonly string[];
  /** By field name, though a request names them by id. */
  readonly custom_fields: Readonly<Record<string, string | number>>;
  readonly created_at: string;
  readonly updated_at: string;
};

/** In the order given. `origin` is where the simulator answers, for the links. */
export function contactDetails(
  { lists, fields, ids }: Simulation,
  contacts: readonly StoredContact[],
  origin: string,
): ContactDetails[] {
  const listIds = lists.idsByContact(contacts.map(({ number }) => number));
  return contacts.map((contact) => {
    const id = ids.idOf(contact.number);
    const texts = [...TEXT_FIELDS.keys(), ...IDENTIFIER_TYPES].map((name) => [
      name,
      contact.fields[name] ?? "",
    ]);
    return {
      id,
      email: contact.email ?? "",
      ...Object.fromEntries(texts),
      alternate_emails: contact.fields.alternate_emails ?? [],
      list_ids: listIds.get(contact.number) ?? [],
      segment_ids: [],
      custom_fields: byName(contact.fields.custom_fields ?? {}, fields.byId),
      created_at: toSeconds(contact.createdAt),
      updated_at: toSeconds(contact.updatedAt),
      _metadata: { self: `${origin}/v3/marketing/contacts/${id}` },
    };
  });
}

function byName(
  values: Readonly<Record<string, string | number | null>>,
  fields: Simulation["fields"]["byId"],
): Record<string, string | number> {
  const named: Record<string, string | number> = {};
  for (const [id, value] of Object.entries(values)) {
    const field = fields.get(id);
    if (field && value !== null) named[field.name] = value;
  }
  return named;
}

const toSeconds = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
