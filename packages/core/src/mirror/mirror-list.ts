/**
 * Mirroring: whoever an export once put on a list and no longer has leaves it.
 *
 * Reads  : the records of who was delivered, and the list, for contact ids.
 * Writes : the list; and the records, only after SendGrid has done what they then say.
 * Used by: runs of an export that mirrors, after their last job has settled.
 */
import { ok, type Result } from "../result.ts";
import type { ListMember } from "../sendgrid/files/read-export-file.ts";
import { packRemovals } from "./pack-removals.ts";
import { type ListMembersFailure, type ListMembersOptions, readListMembers } from "./read-list-members.ts";
import { type RemovalFailure, type RemovalOptions, removeGroup } from "./remove-group.ts";
import { workFew } from "./work-few.ts";

/** Somebody who is to leave. */
export type Leaver = {
  /** As the records spell it: the address, or what stands for it there. */
  readonly address: string;
  /** SendGrid's id; null where the latest reading of the list did not show this address. */
  readonly contactId: string | null;
};

/** Whom this export has put on the list, kept by whoever runs it. Calls overlap. */
export type DeliveryRecords = {
  /**
   * Whom this export put on the list, who is not in its current run, and whom no other export to the list claims:
   * nobody else can ever be removed. Read anew at each call, lazily; some are forgotten meanwhile.
   */
  leavers(): AsyncIterable<Leaver>;
  /** From now on no contact id is known. */
  unlearnContactIds(): Promise<void>;
  /** These are on the list, with these ids; most of them will have no record. May be told twice. */
  learnContactIds(members: readonly ListMember[]): Promise<void>;
  /** These are not on the list any more, and why: the marker that moves last. */
  forget(addresses: readonly string[], why: WhyOff): Promise<void>;
};

/** `removed`: SendGrid was asked to and did. `gone`: somebody else had taken them off, or deleted the contact. */
export type WhyOff = "removed" | "gone";

/** How many left the list, and how many were off it already. */
export type Mirrored = Readonly<Record<WhyOff, number>>;

export type MirrorFailure = ListMembersFailure | RemovalFailure;

export type MirrorOptions = Omit<ListMembersOptions, "client"> &
  RemovalOptions & {
    readonly client: ListMembersOptions["client"] & RemovalOptions["client"];
    /** Removals that SendGrid works on at the same time. Each takes it about 30 s, whatever its size. */
    readonly groupsAtOnce?: number;
  };

const GROUPS_AT_ONCE = 50;
const GONE_AT_ONCE = 1_000;

/**
 * Removes the leavers from the list, and forgets them.
 *
 * Safe to kill at any point and to repeat: what was removed and not forgotten is found to be off the list, or is
 * removed again. Ids are read anew each time, because a contact that was deleted and added again has another.
 * Nothing is asked of SendGrid where nobody leaves.
 */
export async function mirrorList(
  listId: string,
  records: DeliveryRecords,
  options: MirrorOptions,
): Promise<Result<Mirrored, MirrorFailure>> {
  const counts: Record<WhyOff, number> = { removed: 0, gone: 0 };
  if (!(await hasAny(records.leavers()))) return ok(counts);

  await records.unlearnContactIds();
  const read = await readListMembers(listId, (members) => records.learnContactIds(members), options);
  if (!read.ok) return read;

  const forget = async (addresses: readonly string[], why: WhyOff) => {
    if (addresses.length === 0) return;
    await records.forget(addresses, why);
    counts[why] += addresses.length;
  };
  const present = withoutGone(records.leavers(), (addresses) => forget(addresses, "gone"));
  const { groupsAtOnce = GROUPS_AT_ONCE } = options;
  const worked = await workFew(packRemovals(present, listId), groupsAtOnce, async (group) => {
    const outcome = await removeGroup(
      listId,
      group.map(({ contactId }) => contactId),
      options,
    );
    if (!outcome.ok) return outcome;
    const goneIds = new Set(outcome.value.gone);
    const whyOff = ({ contactId }: { contactId: string }) => (goneIds.has(contactId) ? "gone" : "removed");
    const addressesOf = (why: WhyOff) =>
      group.filter((leaver) => whyOff(leaver) === why).map(({ address }) => address);
    await forget(addressesOf("removed"), "removed");
    await forget(addressesOf("gone"), "gone");
    return ok(undefined);
  });
  return worked.ok ? ok(counts) : worked;
}

async function hasAny(items: AsyncIterable<unknown>): Promise<boolean> {
  for await (const _ of items) return true;
  return false;
}

/** Leavers who are on the list. Those who are not are handed over on the way, and before it ends. */
async function* withoutGone(
  leavers: AsyncIterable<Leaver>,
  takeGone: (addresses: readonly string[]) => Promise<void>,
): AsyncGenerator<Leaver & { readonly contactId: string }> {
  let gone: string[] = [];
  for await (const { address, contactId } of leavers) {
    if (contactId !== null) {
      yield { address, contactId };
      continue;
    }
    gone.push(address);
    if (gone.length < GONE_AT_ONCE) continue;
    await takeGone(gone);
    gone = [];
  }
  if (gone.length > 0) await takeGone(gone);
}
