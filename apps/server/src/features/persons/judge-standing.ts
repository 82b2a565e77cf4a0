/**
 * Whether a person is on an export's list, and why, in one code: the first answer that is true.
 *
 * Reads  : what the records say of them.
 * Writes : nothing. Pure.
 * Used by: `readTrail`.
 */

import type { OutcomeKind } from "../export-runs/outcomes/outcome.graphql.ts";
import type { SyncMode } from "../exports/sync-mode.ts";

export type PersonRecord = {
  readonly syncMode: SyncMode;
  /** They have a profile here. */
  readonly isKnown: boolean;
  readonly isErased: boolean;
  /** They are in one of the export's segments now. */
  readonly isMember: boolean;
  /** That the export has put them on its list; null where it has not, or has taken them off. */
  readonly delivery: { readonly isInDoubt: boolean; readonly isBeingRemoved: boolean } | null;
  /** The export's last runs, newest first, dry runs left out. */
  readonly runs: readonly PersonInRun[];
};

export type PersonInRun = {
  /** Null where they were not among its members, or nobody knows any more. */
  readonly outcome: OutcomeKind | null;
  readonly isRemoved: boolean;
};

export const STANDINGS = {
  "on-list": "They are on the list.",
  "on-list-stays":
    "They are on the list. They are no longer in the segments; this export only adds, so they stay.",
  "on-list-leaves":
    "They are on the list. They are no longer in the segments, so the next run takes them off.",
  "in-doubt": "They were sent, and nobody knows what SendGrid made of it. The next run sends them again.",
  "being-removed": "A run has asked SendGrid to take them off the list. Whether it has is told by the run.",
  erased: "This person was erased, and stays out.",
  unknown: "No profile here has this address.",
  removed: "A run took them off, because they had left the segments.",
  "not-in-segments": "They are in none of this export's segments.",
  "under-way": "A run is under way that has them among its people. Wait until it ends.",
  rejected: "The last run that had them could not send them.",
  suppressed: "SendGrid sends them nothing, and this export leaves such people out.",
  duplicate: "Another profile with the same address is sent in their place.",
  "not-sent": "The last run that had them ended before their turn. The next one sends them.",
  "not-run-yet": "They are in the segments, and no run has had them yet. The next one will.",
  "not-recorded":
    "A run delivered them, and there is no record any more that they are on the list. The next run sends them.",
} as const;
export type Standing = keyof typeof STANDINGS;

export function judgeStanding({ delivery, ...person }: PersonRecord): Standing {
  if (delivery?.isBeingRemoved) return "being-removed";
  if (delivery && !person.isMember) return person.syncMode === "MIRROR" ? "on-list-leaves" : "on-list-stays";
  if (delivery) return delivery.isInDoubt ? "in-doubt" : "on-list";
  return whyNot(person);
}

function whyNot({
  isKnown,
  isErased,
  isMember,
  runs,
}: Omit<PersonRecord, "delivery" | "syncMode">): Standing {
  const last = runs.find(({ outcome }) => outcome !== null)?.outcome ?? null;
  if (last === "PENDING" || last === "ACCEPTED") return "under-way";
  if (isErased && !isKnown) return "erased";
  if (!isMember) {
    if (runs.some(({ isRemoved }) => isRemoved)) return "removed";
    return isKnown ? "not-in-segments" : "unknown";
  }
  return last === null ? "not-run-yet" : BY_OUTCOME[last];
}

const BY_OUTCOME: Readonly<Record<OutcomeKind, Standing>> = {
  REJECTED: "rejected",
  SUPPRESSED: "suppressed",
  DUPLICATE: "duplicate",
  NOT_SENT: "not-sent",
  DELIVERED: "not-recorded",
  UNCHANGED: "not-recorded",
  PENDING: "under-way",
  ACCEPTED: "under-way",
  TO_ADD: "not-run-yet",
  TO_CHANGE: "not-run-yet",
};

export const isOnList = (standing: Standing): boolean => standing.startsWith("on-list");
