import { extraBytes } from "../contact/wire-json.ts";
import type { ReadyRow } from "./row.ts";

/**
 * The body of one upsert, put together from contacts that are serialised already.
 *
 * Added up rather than joined: whoever encodes the body walks over it anyway.
 *
 * @see twilio/sendgrid-oai `spec/json/tsg_mc_contacts_v3.json`, operation `UpdateContact`
 */
export function upsertBody(rows: readonly ReadyRow[], listIds: readonly string[]): string {
  let body = envelopeStart(listIds);
  let comma = "";
  for (const row of rows) {
    body += comma + row.prepared.json;
    comma = ",";
  }
  return body + ENVELOPE_END;
}

/** UTF-8 bytes of the body around the contacts. */
export function envelopeBytes(listIds: readonly string[]): number {
  const envelope = envelopeStart(listIds) + ENVELOPE_END;
  return envelope.length + extraBytes(envelope);
}

const envelopeStart = (listIds: readonly string[]) => `{"list_ids":${JSON.stringify(listIds)},"contacts":[`;
const ENVELOPE_END = "]}";
