/**
 * One upsert that is being filled: rows in, as long as there is room.
 *
 * Reads  : rows.
 * Writes : nothing. Pure; what is held here is one request.
 * Used by: `packBatches`, and `packImports` for what goes by upsert beside files.
 */
import type { Rejection } from "../contact/rejection.ts";
import type { Batch } from "./batch.ts";
import { isReady, type ReadyRow, type Row } from "./row.ts";
import { envelopeBytes } from "./upsert-body.ts";

export type UpsertLimits = {
  /** Contacts per request. */
  readonly maxContacts: number;
  /** UTF-8 bytes of the whole body. */
  readonly maxBytes: number;
  /** The same for a body with a single contact, where more is tried for one that is heavy. `maxBytes` if absent. */
  readonly maxBytesAlone?: number;
};

/**
 * What one `PUT /v3/marketing/contacts` may hold. SendGrid documents 30,000 contacts or 6 MB, whichever is
 * lower; in production a 4 MiB (4,194,304 bytes) limit of its insides is met first, so we stay below that one.
 *
 * @see twilio/sendgrid-oai `spec/json/tsg_mc_contacts_v3.json`, operation `UpdateContact`
 * @see https://github.com/Stand-With-Crypto/swc-web commit ac21da87e, `sendgridContactsCronJob/logic.ts`
 */
export const UPSERT_LIMITS: UpsertLimits = { maxContacts: 30_000, maxBytes: 3_900_000 };

/** Rows that are set aside take no room in a request; this many rows close a batch all the same. */
const MAX_ROWS = 60_000;

export type PackOptions = {
  /** The lists the contacts go to: their ids weigh too. */
  readonly listIds: readonly string[];
  readonly limits?: UpsertLimits;
  /** Rows of a batch that are in no file, those set aside included: bounds memory, and how long a run is silent. */
  readonly maxRows?: number;
};

/** What goes into one upsert, and what is set aside beside it. */
export type OpenRequest = Pick<Batch, "rows" | "contacts" | "bodyBytes"> & {
  /** An empty one takes any row. */
  hasRoomFor(row: Row): boolean;
  add(row: Row): void;
};

export function openRequest({
  listIds,
  limits = UPSERT_LIMITS,
  maxRows = MAX_ROWS,
}: PackOptions): OpenRequest {
  const emptyBytes = envelopeBytes(listIds);
  const rows: Row[] = [];
  const contacts: ReadyRow[] = [];
  let bodyBytes = emptyBytes;

  const maxBytesAlone = () => limits.maxBytesAlone ?? limits.maxBytes;
  const isSendable = (row: Row): row is ReadyRow =>
    isReady(row) && emptyBytes + row.prepared.bytes <= maxBytesAlone();
  const commaBytes = () => (contacts.length === 0 ? 0 : 1);

  return {
    rows,
    contacts,
    get bodyBytes() {
      return contacts.length === 0 ? 0 : bodyBytes;
    },

    hasRoomFor(row) {
      if (rows.length === 0) return true;
      if (rows.length === maxRows) return false;
      if (!isSendable(row)) return true;
      return (
        contacts.length < limits.maxContacts &&
        bodyBytes + commaBytes() + row.prepared.bytes <= limits.maxBytes
      );
    },

    add(row) {
      if (isSendable(row)) {
        bodyBytes += commaBytes() + row.prepared.bytes;
        contacts.push(row);
        rows.push(row);
      } else {
        rows.push(
          isReady(row) ? { profileId: row.profileId, rejection: contactTooLarge(maxBytesAlone()) } : row,
        );
      }
    },
  };
}

const contactTooLarge = (limit: number): Rejection => ({
  code: "contact-too-large",
  field: null,
  message: `The contact alone is heavier than a request may be (${limit} bytes).`,
  limit,
});
