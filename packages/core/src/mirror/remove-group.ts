/**
 * Removal of one group of contacts from a list, until SendGrid has done it.
 *
 * Reads  : the removal's job.
 * Writes : the list. The contacts stay in the account.
 * Used by: `mirrorList`, for each group of `packRemovals`.
 */
import { fail, ok, type Result } from "../result.ts";
import type { SendGridClient } from "../sendgrid/sendgrid-client.ts";
import { type Patience, retrying } from "../upload/patience.ts";
import { type SettledJob, type SettleFailure, type SettleOptions, settleJob } from "../upload/settle-job.ts";

/** Ids of contacts that SendGrid took off the list, and of such as it no longer knows. */
export type Removed = { readonly removed: readonly string[]; readonly gone: readonly string[] };

export type RemovalFailure =
  | SettleFailure
  /** The job has ended and did not do all it should, or SendGrid lost it again and again. */
  | { readonly code: "removal-failed"; readonly status: "errored" | "failed" | "lost" };

export type RemovalOptions = Patience &
  SettleOptions & {
    readonly client: Pick<SendGridClient, "removeFromList" | "list" | "job">;
  };

const MAX_TRIES = 3;

/**
 * Removes contacts from a list. Safe to repeat: whoever is not on the list any more is removed once again.
 *
 * SendGrid refuses a group whole when it knows one of the ids no longer, and does not say which; the same answer
 * means that there is no such list. So the list is looked up, and the group halved until the culprits are found.
 *
 * @returns `not-found` where there is no such list.
 */
export async function removeGroup(
  listId: string,
  contactIds: readonly string[],
  options: RemovalOptions,
): Promise<Result<Removed, RemovalFailure>> {
  const whole = await removeWhole(listId, contactIds, options);
  if (whole.ok || whole.failure.code !== "not-found") {
    const mayBeHalved = !whole.ok && whole.failure.code === "too-large" && contactIds.length > 1;
    return mayBeHalved ? await removeHalves(listId, contactIds, options) : whole;
  }
  const list = await retrying(() => options.client.list(listId, options.signal), options);
  if (!list.ok) return list;
  if (contactIds.length === 1) return ok({ removed: [], gone: contactIds });
  return await removeHalves(listId, contactIds, options);
}

async function removeHalves(
  listId: string,
  contactIds: readonly string[],
  options: RemovalOptions,
): Promise<Result<Removed, RemovalFailure>> {
  const middle = Math.ceil(contactIds.length / 2);
  const first = await removeGroup(listId, contactIds.slice(0, middle), options);
  if (!first.ok) return first;
  const second = await removeGroup(listId, contactIds.slice(middle), options);
  if (!second.ok) return second;
  return ok({
    removed: [...first.value.removed, ...second.value.removed],
    gone: [...first.value.gone, ...second.value.gone],
  });
}

/** A job that SendGrid has lost may have done its work or not: the removal is asked for again, which does no harm. */
async function removeWhole(
  listId: string,
  contactIds: readonly string[],
  options: RemovalOptions,
): Promise<Result<Removed, RemovalFailure>> {
  const { client, signal } = options;
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const accepted = await retrying(() => client.removeFromList(listId, contactIds, signal), options);
    if (!accepted.ok) return accepted;
    const settled = await settleJob(accepted.value.jobId, options);
    if (settled.ok) return judged(settled.value.status, contactIds);
    if (settled.failure.code !== "job-unknown") return settled;
  }
  return fail({ code: "removal-failed", status: "lost" });
}

function judged(
  status: SettledJob["status"],
  contactIds: readonly string[],
): Result<Removed, RemovalFailure> {
  if (status !== "completed") return fail({ code: "removal-failed", status });
  return ok({ removed: contactIds, gone: [] });
}
