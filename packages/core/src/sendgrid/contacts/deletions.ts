/**
 * Deletion of contacts, for good: nothing but the erasure of a person deletes anybody.
 *
 * Reads  : contacts by their addresses.
 * Writes : contacts are deleted from the account, with everything that SendGrid has of them.
 * Used by: whoever erases a person. Runs remove from lists, which is another thing (`removals.ts`).
 */
import { ok } from "../../result.ts";
import type { Answer, Calls } from "../call-sendgrid.ts";
import { readJobId } from "../read-answers.ts";
import type { WireContactsFound } from "../sendgrid-wire.ts";

/** Whom an address leads to. */
export type FoundContact = {
  /** Null where there is nobody. */
  readonly contactId: string | null;
  /** It is an alternate address of a contact that goes by another one. */
  readonly isAlternate: boolean;
};

export type DeletionOperations = {
  /**
   * Who has this address, as their own or as an alternate one. A contact that was just accepted may not be found yet, and
   * one that was just deleted may still be.
   *
   * @param email - as `normaliseEmail` makes it.
   */
  findContact(email: string, signal?: AbortSignal): Answer<FoundContact>;
  /**
   * Hands contacts over for deletion; `settleJob` follows the job. Ids that nobody has are no failure.
   *
   * @param contactIds - at least one; at most 200, as they travel in the address.
   */
  deleteContacts(contactIds: readonly string[], signal?: AbortSignal): Answer<{ readonly jobId: string }>;
};

const NOBODY: FoundContact = { contactId: null, isAlternate: false };

/**
 * SendGrid answers 404 where it finds nobody at all.
 *
 * @see twilio/sendgrid-oai `spec/json/tsg_mc_contacts_v3.json`, operations `GetContactByEmails`, `DeleteContact`
 */
export const deletionOperations = ({ call }: Calls): DeletionOperations => ({
  async findContact(email, signal) {
    const body = JSON.stringify({ emails: [email] });
    const path = "/v3/marketing/contacts/search/emails";
    const found = await call({ method: "POST", path, body, signal }, readFound(email));
    return !found.ok && found.failure.code === "not-found" ? ok(NOBODY) : found;
  },

  deleteContacts: (contactIds, signal) => {
    const ids = encodeURIComponent(contactIds.join(","));
    return call({ method: "DELETE", path: `/v3/marketing/contacts?ids=${ids}`, signal }, readJobId);
  },
});

/** Null where the answer says nothing of the address. */
const readFound =
  (email: string) =>
  ({ result }: WireContactsFound): FoundContact | null => {
    const answer = result?.[email];
    if (!answer) return null;
    const { contact } = answer;
    if (!contact?.id) return answer.error === undefined ? null : NOBODY;
    return { contactId: contact.id, isAlternate: contact.email?.toLowerCase() !== email };
  };
