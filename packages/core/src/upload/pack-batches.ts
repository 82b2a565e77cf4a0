/**
 * Packing: cut a stream of rows into upsert requests that SendGrid accepts.
 *
 * Reads  : rows, in the order of the run's cursor.
 * Writes : nothing. Pure, one batch in memory at a time.
 * Used by: runs, which send each batch with `uploadBatch` and then move their cursor to its last row.
 */
import type { Rejection } from "../contact/rejection.ts";
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

/** A range of rows, without gaps: when it is done, the run's cursor is the last row's profile. */
export type Batch = {
  /** Every row of the range, in order. */
  readonly rows: readonly Row[];
  /** Those to send, in order; none where the whole range was set aside. */
  readonly contacts: readonly ReadyRow[];
  /** UTF-8 bytes of the request's body; 0 where there is nothing to send. */
  readonly bodyBytes: number;
};

export type PackOptions = {
  /** The lists the contacts go to: their ids weigh too. */
  readonly listIds: readonly string[];
  readonly limits?: UpsertLimits;
  /** Rows in a batch, those set aside included: bounds memory, and how long a run is silent. */
  readonly maxRows?: number;
};

/**
 * Packs rows into batches, in order, filling each batch before it opens the next.
 *
 * A contact that no request could carry is in its batch as a rejected row, `contact-too-large`.
 *
 * @param rows - in upload order; each ends up in exactly one batch.
 */
export function* packBatches(rows: Iterable<Row>, options: PackOptions): Generator<Batch> {
  const packer = createPacker(options);
  for (const row of rows) {
    const full = packer.add(row);
    if (full) yield full;
  }
  const last = packer.close();
  if (last) yield last;
}

/** The same for rows that arrive over time. */
export async function* packBatchesAsync(
  rows: AsyncIterable<Row>,
  options: PackOptions,
): AsyncGenerator<Batch> {
  const packer = createPacker(options);
  for await (const row of rows) {
    const full = packer.add(row);
    if (full) yield full;
  }
  const last = packer.close();
  if (last) yield last;
}

function createPacker({ listIds, limits = UPSERT_LIMITS, maxRows = MAX_ROWS }: PackOptions) {
  const emptyBytes = envelopeBytes(listIds);
  let rows: Row[] = [];
  let contacts: ReadyRow[] = [];
  let bodyBytes = emptyBytes;

  const close = (): Batch | null => {
    if (rows.length === 0) return null;
    const batch = { rows, contacts, bodyBytes: contacts.length === 0 ? 0 : bodyBytes };
    rows = [];
    contacts = [];
    bodyBytes = emptyBytes;
    return batch;
  };

  /** The batch that the row found full, if it did. */
  const add = (row: Row): Batch | null => {
    const maxBytesAlone = limits.maxBytesAlone ?? limits.maxBytes;
    const contact = isReady(row) && emptyBytes + row.prepared.bytes <= maxBytesAlone ? row : null;
    const isFull = rows.length === maxRows || (contact !== null && !hasRoomFor(contact));
    const full = isFull ? close() : null;
    if (contact === null) {
      rows.push(isReady(row) ? { profileId: row.profileId, rejection: contactTooLarge(maxBytesAlone) } : row);
    } else {
      bodyBytes += contact.prepared.bytes + commaBytes();
      contacts.push(contact);
      rows.push(contact);
    }
    return full;
  };

  const hasRoomFor = ({ prepared }: ReadyRow) =>
    contacts.length < limits.maxContacts && bodyBytes + commaBytes() + prepared.bytes <= limits.maxBytes;

  const commaBytes = () => (contacts.length === 0 ? 0 : 1);

  return { add, close };
}

const contactTooLarge = (limit: number): Rejection => ({
  code: "contact-too-large",
  field: null,
  message: `The contact alone is heavier than a request may be (${limit} bytes).`,
  limit,
});
