import { removalPath } from "../sendgrid/contacts/removals.ts";

/** What nginx, which stands before SendGrid, holds of a request's first line; it answers 414 to a longer one. */
export const MAX_REQUEST_LINE_BYTES = 8_192;

/** What the encoded comma between two ids takes. */
const COMMA_BYTES = 3;

/**
 * Groups contacts for removal, each group as large as one request line carries: about 200.
 *
 * Lazy: it holds one group at a time. An id that no line could carry is a group of its own.
 *
 * @returns non-empty groups, in order, with each contact in exactly one.
 */
export async function* packRemovals<Contact extends { readonly contactId: string }>(
  contacts: AsyncIterable<Contact> | Iterable<Contact>,
  listId: string,
  maxBytes = MAX_REQUEST_LINE_BYTES,
): AsyncGenerator<readonly Contact[]> {
  const emptyBytes = requestLine(listId, []).length;
  let group: Contact[] = [];
  let bytes = emptyBytes;

  for await (const contact of contacts) {
    const idBytes = encodeURIComponent(contact.contactId).length;
    if (group.length > 0 && bytes + COMMA_BYTES + idBytes > maxBytes) {
      yield group;
      group = [];
      bytes = emptyBytes;
    }
    bytes += idBytes + (group.length > 0 ? COMMA_BYTES : 0);
    group.push(contact);
  }
  if (group.length > 0) yield group;
}

/** As it is sent, in ASCII, its line break included. */
export const requestLine = (listId: string, contactIds: readonly string[]): string =>
  `DELETE ${removalPath(listId, contactIds)} HTTP/1.1\r\n`;
