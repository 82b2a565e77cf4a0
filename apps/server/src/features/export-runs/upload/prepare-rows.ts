/**
 * Members become rows: matched and checked by core, the suppressed left out, duplicates named, the unchanged told.
 *
 * Reads  : members, the run's matching and targets, who is suppressed, what was delivered, who was erased.
 * Writes : addresses, claimed or present.
 * Used by: `ExportRunner`, which packs the rows into batches.
 */
import { setImmediate as afterInput } from "node:timers/promises";
import { compileMatching, type MatchedContact, type Row, type Suppression } from "@keruen/core";
import type { DataSource } from "typeorm";
import type { ErasedAddresses } from "../../erasure/erased-addresses.ts";
import { withoutErased } from "../../erasure/without-erased.ts";
import type { ExportRunEntity } from "../export-run.entity.ts";
import { type Claim, type Claimed, claimAddresses } from "./claim-addresses.ts";
import { type ComparingRun, hasDelivered } from "./find-delivered.ts";
import { findSuppressed, type SuppressedRun } from "./find-suppressed.ts";
import { oneAhead } from "./one-ahead.ts";
import { type Member, type MemberRange, readMembers } from "./read-members.ts";

const PROFILE_REMOVED = {
  code: "profile-removed",
  field: null,
  message: "The profile was removed after the run had begun.",
} as const;

type PreparingRun = SuppressedRun & ComparingRun & Pick<ExportRunEntity, "matching" | "targets">;

/**
 * Every member of a range, in order, each as one row, page by page. While the addresses of a page are being claimed, the
 * next one is matched and the one after it read: this process and PostgreSQL work at the same time. Whoever is sent
 * again is not unchanged, whatever was delivered before.
 *
 * @param signal - ends it after the page that is under way.
 */
export async function* prepareRows(
  dataSource: DataSource,
  run: PreparingRun,
  range: MemberRange,
  erased: ErasedAddresses,
  signal: AbortSignal,
): AsyncGenerator<Iterable<Row>> {
  const compares = await hasDelivered(dataSource, run);
  const isSentAgain = "batch" in range;
  for await (const { members, contacts } of oneAhead(matchMembers(dataSource, run, range, erased))) {
    const sound = soundOnes(members, contacts);
    const suppressions = await findSuppressed(
      dataSource,
      run,
      sound.map(({ email }) => email),
    );
    const suppressed = new Map(
      sound.flatMap(({ profileId }, index) => {
        const suppression = suppressions[index];
        return suppression ? [[profileId, suppression] as const] : [];
      }),
    );
    const claims = sound.filter(({ profileId }) => !suppressed.has(profileId));
    const held = sound.filter(({ profileId }) => suppressed.has(profileId));
    const present = [...held.map(({ email }) => email), ...unfitAddresses(contacts)];
    const claimed = await claimAddresses(dataSource, run, claims, present, compares);
    if (signal.aborted) return;
    yield rowsOf(members, contacts, suppressed, isSentAgain ? claimed.map(asChanged) : claimed);
  }
}

async function* matchMembers(
  dataSource: DataSource,
  run: PreparingRun,
  range: MemberRange,
  erased: ErasedAddresses,
) {
  const toContact = compileMatching(run.matching, run.targets ?? []);
  for await (const { members, attributes } of oneAhead(readMembers(dataSource, run.id, range))) {
    await afterInput(); // what PostgreSQL is to do meanwhile is on its way
    const contacts: Prepared[] = [];
    for (const given of attributes) contacts.push(given ? toContact(given) : null);
    yield { members, contacts: await withoutErased(dataSource, erased, contacts) };
  }
}

type Prepared = MatchedContact | null;

const soundOnes = (members: readonly Member[], contacts: readonly Prepared[]): readonly Claim[] =>
  contacts.flatMap((contact, index) => {
    const { profileId, hash } = members[index]!;
    if (!contact?.ok || hash === null) return [];
    return [{ profileId, profileHash: hash, email: contact.value.email, json: contact.value.json }];
  });

const asChanged = ({ ownerId }: Claimed): Claimed => ({ ownerId, isUnchanged: false });

const unfitAddresses = (contacts: readonly Prepared[]): readonly string[] =>
  contacts.flatMap((contact) => (contact?.ok === false && contact.email !== null ? [contact.email] : []));

function* rowsOf(
  members: readonly Member[],
  contacts: readonly Prepared[],
  suppressed: ReadonlyMap<number, Suppression>,
  claimed: readonly Claimed[],
): Generator<Row> {
  let claims = 0;
  for (const [index, { profileId }] of members.entries()) {
    const contact = contacts[index] ?? null;
    const id = String(profileId);
    const suppression = suppressed.get(profileId);
    if (contact === null) yield { profileId: id, rejection: PROFILE_REMOVED };
    else if (!contact.ok) yield { profileId: id, rejection: contact.failure };
    else if (suppression) yield { profileId: id, suppression };
    else {
      const { ownerId, isUnchanged } = claimed[claims++]!;
      if (ownerId !== profileId) yield { profileId: id, duplicateOf: String(ownerId) };
      else yield isUnchanged ? { profileId: id, isUnchanged } : { profileId: id, prepared: contact.value };
    }
  }
}
