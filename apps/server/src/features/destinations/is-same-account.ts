import { fail, ok, type Result, type SendGridClient, type SendGridFailure } from "@keruen/core";
import type { EntityManager } from "typeorm";

/**
 * Whether a key opens the account that a destination writes to. A key for marketing alone may not ask whose it is,
 * so lists tell: their ids are unlike all others. An account that has never had one is nobody's to mix up.
 *
 * @param current - the account by the key it has now; null, or an account that refuses, where that one opens nothing.
 */
export async function isSameAccount(
  db: EntityManager,
  destinationId: string,
  current: SendGridClient | null,
  candidate: SendGridClient,
): Promise<Result<boolean, SendGridFailure>> {
  const offered = await candidate.lists();
  if (!offered.ok) return offered;
  const ids = new Set(offered.value.map(({ id }) => id));
  const written = await listsWrittenTo(db, destinationId);
  if (written.some((id) => ids.has(id))) return ok(true);

  const shown = await current?.lists();
  if (shown && !shown.ok && shown.failure.code !== "unauthorized" && shown.failure.code !== "forbidden")
    return fail(shown.failure);
  const known = [...written, ...(shown?.ok ? shown.value.map(({ id }) => id) : [])];
  return ok(known.length === 0 || known.some((id) => ids.has(id)));
}

/** Its default list, and those of its exports. */
async function listsWrittenTo(db: EntityManager, destinationId: string): Promise<readonly string[]> {
  const rows: readonly { id: string }[] = await db.query(
    `select default_list_id as id from destination where id = $1 and default_list_id is not null
     union
     select list_id from export where destination_id = $1`,
    [destinationId],
  );
  return rows.map(({ id }) => id);
}
