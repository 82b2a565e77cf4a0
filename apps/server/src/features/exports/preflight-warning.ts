/**
 * What to know before an export is saved or run.
 *
 * Reads  : what `PreflightExport` has found out here and in SendGrid.
 * Writes : nothing. Pure.
 * Used by: `PreflightExport`.
 */
import { checkIdentifiers, checkMatching, type Match, missingFields, type TargetField } from "@keruen/core";
import type { CheckedAccount } from "../destinations/check-account.ts";
import type { SegmentState } from "../segments/segment-state.ts";
import type { SelectedCount } from "./count-selected.ts";

export type PreflightWarning = {
  readonly code: string;
  /** What happened and what to do, in English. */
  readonly message: string;
  /** A run that began now would fail, or could reach nobody. */
  readonly isBlocking: boolean;
  readonly count: number | null;
  readonly limit: number | null;
  /** SendGrid fields it is about. */
  readonly targets: readonly string[];
};

/** Above this many the vendor's own connector advises against, and contracts are often near their end. */
const MANY_PROFILES = 100_000;

const warning = (
  code: string,
  message: string,
  details: Partial<PreflightWarning> = {},
): PreflightWarning => ({
  code,
  message,
  isBlocking: false,
  count: null,
  limit: null,
  targets: [],
  ...details,
});
const blocking = (code: string, message: string, targets: readonly string[] = []) =>
  warning(code, message, { isBlocking: true, targets });

export type LocalFacts = {
  readonly selected: SelectedCount;
  /** Of the chosen segments; null for one that is not there any more. */
  readonly segmentStates: readonly (SegmentState | null)[];
  readonly profileFields: readonly string[];
};

/** What can be told without SendGrid. */
export function* localWarnings(
  matching: readonly Match[],
  { selected: { count }, segmentStates, profileFields }: LocalFacts,
): Generator<PreflightWarning> {
  if (segmentStates.includes(null))
    yield blocking("segment-not-found", "A segment does not exist any more. Choose the segments again.");
  if (segmentStates.includes("FAILED"))
    yield blocking("segment-failed", "A segment could not be built. Open it and put its rule right.");
  if (segmentStates.includes("BUILDING"))
    yield warning(
      "segments-building",
      "A segment is still being built. A run waits for it; its count is old.",
    );
  else if (count === 0 && segmentStates.length > 0)
    yield warning("nobody-selected", "Nobody is in these segments: a run would send nobody.");
  if (count > MANY_PROFILES)
    yield warning(
      "many-profiles",
      `More than ${MANY_PROFILES} profiles. Check that the SendGrid contract has room for them.`,
      { count, limit: MANY_PROFILES },
    );
  if (missingFields(matching).length > 0)
    yield blocking("matching-incomplete", "No profile field fills the e-mail. Match it.", ["email"]);

  const targets = targetsWith("unknown-field", matching, { profileFields, targets: [] });
  if (targets.length > 0)
    yield warning(
      "profile-fields-gone",
      `Profiles do not have the fields any more that fill ${targets.join(", ")}. Match again.`,
      { targets, isBlocking: targets.includes("email") },
    );
}

export type AccountFacts = {
  readonly account: CheckedAccount;
  readonly headroom: number | null;
  /** Null where nobody has chosen one; false where SendGrid has none of this id. */
  readonly list: { readonly contactCount: number } | false | null;
  readonly targets: readonly TargetField[];
  /** Of the chosen suppressions: code and message. */
  readonly suppressionIssues: readonly { readonly code: string; readonly message: string }[];
};

export type PeopleToSend = {
  readonly selected: SelectedCount;
  /** Null where nobody knows. */
  readonly newCount: number | null;
};

/** What SendGrid's account adds. */
export function* accountWarnings(
  matching: readonly Match[],
  people: PeopleToSend,
  { account, headroom, list, targets, suppressionIssues }: AccountFacts,
): Generator<PreflightWarning> {
  if (list === false) yield blocking("list-gone", "SendGrid has no such list any more. Choose another one.");
  const gone = targetsWith("unknown-target", matching, { profileFields: [], targets });
  if (gone.length > 0)
    yield blocking(
      "matching-outdated",
      `SendGrid does not have these fields any more: ${gone.join(", ")}. Match again.`,
      gone,
    );
  if (headroom !== null) yield* overContract(people, headroom);
  for (const { code, message } of new Map(suppressionIssues.map((issue) => [issue.code, issue])).values())
    yield blocking(code, message);
  for (const { code, message, contacts, target } of checkIdentifiers(matching, account.counts.identifiers))
    yield warning(code, message, { count: contacts, targets: [target] });
}

/** Whoever the export has put on its list already takes no more room. */
function* overContract({ selected, newCount }: PeopleToSend, headroom: number): Generator<PreflightWarning> {
  const count = newCount ?? selected.count;
  if (count <= headroom) return;
  const room = `The contract has room for ${headroom} more contacts`;
  const known = "Whoever is in the account already takes no room.";
  if (newCount !== null)
    yield warning("over-contract", `${room}, and ${count} people are new to this export. ${known}`, {
      ...{ count, limit: headroom },
    });
  else
    yield warning(
      "over-contract-if-all-new",
      `${room}, and ${count} people are selected. How many of them are new could not be counted in time. ${known}`,
      { count, limit: headroom },
    );
}

/** Targets whose match has this issue, each once. */
function targetsWith(
  code: "unknown-field" | "unknown-target",
  matching: readonly Match[],
  scope: Parameters<typeof checkMatching>[1],
): readonly string[] {
  const issues = checkMatching(matching, scope).filter((issue) => issue.code === code);
  return [...new Set(issues.flatMap(({ index }) => matching[index]?.target ?? []))];
}
