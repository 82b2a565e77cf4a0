/**
 * Whether a key opens the account that a destination writes to.
 *
 * A key for marketing alone may not ask whose it is (`GET /v3/user/username`), and the ids of custom fields, the contacts'
 * addresses and the account's type are alike in many accounts. Lists tell: their ids are unlike all others.
 *
 * Reads  : the lists that both keys show, and those that the destination has written to.
 * Writes : nothing.
 * Used by: `UpdateDestination`.
 */
import { fail, ok, type Result, type SendGridClient, type SendGridFailure } from "@keruen/core";
import type { EntityManager } from "typeorm";

/** `unknown`: the old key shows nothing any more, and no list that the destination has written to is there. */
export type SameAccount = "same" | "other" | "unknown";

/**
 * Two keys that work now and share no list open two accounts. Where the old one does not work, lists that are missing
 * may be deleted or another account's: nobody can tell, unless nothing was ever written and there is nothing to mix up.
 *
 * @param current - the account by the key it has now; null, or an account that refuses, where that one opens nothing.
 */
export async function isSameAccount(
  db: EntityManager,
  destinationId: string,
  current: SendGridClient | null,
  candidate: SendGridClient,
): Promise<Result<SameAccount, SendGridFailure>> {
  const offered = await candidate.lists();
  if (!offered.ok) return offered;
  const ids = new Set(offered.value.map(({ id }) => id));
  const written = await listsWrittenTo(db, destinationId);
  if (written.some((id) => ids.has(id))) return ok("same");

  const shown = await current?.lists();
  if (shown && !shown.ok && shown.failure.code !== "unauthorized" && shown.failure.code !== "forbidden")
    return fail(shown.failure);
  if (shown?.ok && (shown.value.length > 0 || ids.size > 0))
    return ok(shown.value.some(({ id }) => ids.has(id)) ? "same" : "other");
  return ok(written.length === 0 ? "same" : "unknown");
}

/** Its default list, those of its exports, and those that their runs were for. */
async function listsWrittenTo(db: EntityManager, destinationId: string): Promise<readonly string[]> {
  const rows: readonly { id: string }[] = await db.query(
    `select default_list_id as id from destination where id = $1 and default_list_id is not null
     union
     select list_id from export where destination_id = $1
     union
     select export_run.list_id from export_run join export on export.id = export_run.export_id
     where export.destination_id = $1`,
    [destinationId],
  );
  return rows.map(({ id }) => id);
}
