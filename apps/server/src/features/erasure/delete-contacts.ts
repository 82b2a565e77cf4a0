/**
 * A person leaves one SendGrid account: looked for by address, deleted by id, and looked for once more.
 *
 * Reads  : the account.
 * Writes : contacts are deleted there; the destination's row, before SendGrid is asked and after it has answered. Begun
 *          again anywhere, it looks first: to delete somebody twice changes nothing.
 * Used by: `CarryErasure`.
 */
import { type SendGridClient, settleJob } from "@keruen/core";
import type { DataSource } from "typeorm";
import { systemClock } from "../../platform/clock/system-clock.ts";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { OpenSendGrid } from "../destinations/open-send-grid.ts";
import { withCrashPoints } from "../export-runs/with-crash-points.ts";
import { ErasureDestinationEntity } from "./erasure-destination.entity.ts";
import { type ErasureTrouble, TROUBLES, troubleOf } from "./erasure-trouble.ts";

export type DeletingFrom = {
  readonly dataSource: DataSource;
  readonly openSendGrid: Pick<OpenSendGrid, "ofDestination">;
  /** For SendGrid's job to end, in milliseconds. */
  readonly settleMs: number;
  readonly stopped: AbortSignal;
};

type Deletion = Pick<
  ErasureDestinationEntity,
  "erasureId" | "destinationId" | "contactCount" | "jobId" | "askedAt"
>;

/** @returns null when SendGrid finds nobody any more. */
export async function deleteContacts(
  from: DeletingFrom,
  row: Deletion,
  addresses: readonly string[],
): Promise<ErasureTrouble | null> {
  const opened = await from.openSendGrid.ofDestination(row.destinationId);
  if (!opened.ok)
    return opened.failure.code === "key-unreadable" ? TROUBLES.keyUnreadable : TROUBLES.destinationRemoved;
  const client = withCrashPoints(opened.value);
  if (row.jobId === null) {
    const asked = await ask(from, client, row, addresses);
    if (asked === "nobody") return null;
    if (asked !== null) return asked;
  }
  return (await settle(from, client, row)) ?? (await stillThere(from, client, addresses));
}

/** @returns null when SendGrid has taken it over; `nobody` where there is nobody to delete. */
async function ask(
  from: DeletingFrom,
  client: SendGridClient,
  row: Deletion,
  addresses: readonly string[],
): Promise<ErasureTrouble | "nobody" | null> {
  const contactIds: string[] = [];
  for (const address of addresses) {
    const found = await find(client, address, from.stopped);
    if (typeof found !== "string" && found !== null) return found;
    if (found !== null) contactIds.push(found);
  }
  if (contactIds.length === 0) return "nobody";
  await note(from.dataSource, row, {
    ...{ state: "DELETING", askedAt: row.askedAt ?? new Date() },
    contactCount: Math.max(row.contactCount, contactIds.length),
  });
  const deleted = await client.deleteContacts(contactIds, from.stopped);
  if (!deleted.ok) return troubleOf(deleted.failure);
  await note(from.dataSource, row, { jobId: deleted.value.jobId });
  return null;
}

/** An address that SendGrid takes for none is nobody's there. */
async function find(
  client: SendGridClient,
  address: string,
  signal: AbortSignal,
): Promise<string | ErasureTrouble | null> {
  const found = await client.findContact(address, signal);
  if (!found.ok) return found.failure.code === "rejected" ? null : troubleOf(found.failure);
  return found.value.isAlternate ? TROUBLES.alternateAddress : found.value.contactId;
}

async function settle(
  from: DeletingFrom,
  client: SendGridClient,
  row: Deletion,
): Promise<ErasureTrouble | null> {
  const { jobId } = await from.dataSource.getRepository(ErasureDestinationEntity).findOneByOrFail(keyOf(row));
  const patience = { clock: systemClock, random: Math.random, signal: from.stopped };
  const job = await settleJob(jobId ?? "", { client, ...patience, giveUpAfterMs: from.settleMs });
  from.stopped.throwIfAborted();
  if (job.ok && job.value.status === "completed") return null;
  const trouble = job.ok ? TROUBLES.deletionFailed : troubleOf(job.failure);
  if (trouble.code === "deletion-failed") await note(from.dataSource, row, { jobId: null }); // it is asked anew
  return trouble;
}

async function stillThere(
  from: DeletingFrom,
  client: SendGridClient,
  addresses: readonly string[],
): Promise<ErasureTrouble | null> {
  for (const address of addresses) {
    const found = await find(client, address, from.stopped);
    if (typeof found === "string") return TROUBLES.stillThere;
    if (found !== null) return found;
  }
  return null;
}

const keyOf = ({ erasureId, destinationId }: Deletion) => ({ erasureId, destinationId });

async function note(
  dataSource: DataSource,
  row: Deletion,
  change: Partial<ErasureDestinationEntity>,
): Promise<void> {
  await commit(dataSource, "note-deletion", async (db) => {
    await db.update(ErasureDestinationEntity, keyOf(row), change);
    await announce(db, "erasure", row.erasureId);
  });
}
