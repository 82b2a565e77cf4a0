import type { PreparedContact } from "../contact/contact.ts";

/**
 * The body of one upsert, put together from contacts that are serialised already.
 *
 * @see twilio/sendgrid-oai `spec/json/tsg_mc_contacts_v3.json`, operation `UpdateContact`
 */
export function upsertBody(contacts: readonly PreparedContact[], listIds: readonly string[]): string {
  return envelopeStart(listIds) + contacts.map((contact) => contact.json).join(",") + ENVELOPE_END;
}

/** Bytes of the body around the contacts; ids are ASCII. */
export const envelopeBytes = (listIds: readonly string[]): number =>
  envelopeStart(listIds).length + ENVELOPE_END.length;

const envelopeStart = (listIds: readonly string[]) => `{"list_ids":${JSON.stringify(listIds)},"contacts":[`;
const ENVELOPE_END = "]}";
