/** Removal of contacts from a list. They stay in the account. */
import type { Answer, Calls } from "../call-sendgrid.ts";
import { readJobId } from "../read-answers.ts";

export type RemovalOperations = {
  /**
   * Hands over contacts for removal from a list; `settleJob` follows the job.
   *
   * @param contactIds - a group of `packRemovals`: they travel in the address, which may not be of any length.
   * @returns `not-found` where there is no such list, or one of the ids is unknown.
   */
  removeFromList(
    listId: string,
    contactIds: readonly string[],
    signal?: AbortSignal,
  ): Answer<{ readonly jobId: string }>;
};

export const removalOperations = ({ call }: Calls): RemovalOperations => ({
  removeFromList: (listId, contactIds, signal) =>
    call({ method: "DELETE", path: removalPath(listId, contactIds), signal }, readJobId),
});

/**
 * Where a removal goes. The commas are encoded: that form was seen to be accepted, and nothing on the way can make
 * it longer.
 *
 * @see twilio/sendgrid-oai `spec/json/tsg_mc_lists_v3.json`, operation `DELETE /v3/marketing/lists/{id}/contacts`
 */
export function removalPath(listId: string, contactIds: readonly string[]): string {
  const ids = encodeURIComponent(contactIds.join(","));
  return `/v3/marketing/lists/${encodeURIComponent(listId)}/contacts?contact_ids=${ids}`;
}
