import type { PreparedContact, SendGridContact } from "../contact/contact.ts";
import type { ReadyRow } from "../upload/row.ts";

/** `ada` → the contact `ada@example.com`, serialised. */
export function aPreparedContact(name: string, members: Partial<SendGridContact> = {}): PreparedContact {
  const contact = { email: `${name}@example.com`, ...members };
  const json = JSON.stringify(contact);
  return { email: contact.email, json, bytes: new TextEncoder().encode(json).length };
}

/** `ada` → the profile `ada` with a contact ready to be sent. */
export function aReadyRow(name: string, members: Partial<SendGridContact> = {}): ReadyRow {
  return { profileId: name, prepared: aPreparedContact(name, members) };
}
