/**
 * The verdict on a run: what was told of each person against what had to become of them, and the list against who
 * belongs there, with what.
 *
 * Reads  : outcomes; the list, page by page, and the account's counts, by the control plane.
 * Writes : nothing.
 * Used by: `run-schedule.ts`.
 */
import type { PreparedContact, SendGridContact } from "@keruen/core";
import { FOREIGNERS } from "./fill-account.ts";
import { deliveredEver, type Fate, listed, type Person, type RUNS } from "./population.ts";
import { type Account, control, membersOf } from "./simulator-control.ts";

type Day = {
  readonly seed: number;
  readonly profiles: number;
  readonly run: (typeof RUNS)[number];
  readonly people: readonly Person[];
  readonly outcomes: ReadonlyMap<string, Fate>;
  readonly account: Account;
  readonly listId: string;
};

/** @returns a line for each kind of mistake; none where everybody is where they belong. */
export async function mistakesOf(day: Day): Promise<readonly string[]> {
  const { seed, profiles, run, people, outcomes, account, listId } = day;
  const wrong = people.filter(({ row, fate }) => outcomes.get(row.profileId) !== fate);
  const expected = listed(seed, profiles, run);
  const foreigners = new Set(FOREIGNERS);
  const actual = new Set<string>();
  const counts = { doubled: 0, foreign: 0, bent: 0 };
  for await (const member of membersOf(account, listId)) {
    if (actual.has(member.email)) counts.doubled += 1;
    actual.add(member.email);
    if (foreigners.has(member.email)) continue;
    const contact = expected.get(member.email);
    if (contact === undefined) counts.foreign += 1;
    else if (!holds(member, contact)) counts.bent += 1;
  }
  const missing = [...expected.keys(), ...FOREIGNERS].filter((address) => !actual.has(address)).length;
  const { contactCount } = (await control(account, "GET", "/state")) as { contactCount: number };
  const lost = FOREIGNERS.length + deliveredEver(seed, profiles, run) - contactCount;
  return [
    ...(outcomes.size === people.length ? [] : [`${outcomes.size} outcomes for ${people.length} people`]),
    ...(wrong.length === 0 ? [] : [`${wrong.length} outcomes are wrong`]),
    ...(missing === 0 ? [] : [`${missing} are missing on the list`]),
    ...(counts.foreign === 0 ? [] : [`${counts.foreign} are on the list and should not be`]),
    ...(counts.doubled === 0 ? [] : [`${counts.doubled} are on the list twice`]),
    ...(counts.bent === 0 ? [] : [`${counts.bent} have other values than were sent`]),
    ...(lost === 0 ? [] : [`${lost} are missing in the account`]),
  ];
}

const NAMES: Readonly<Record<string, string>> = { e2_N: "lifetime_value", e3_D: "last_visit" };

/** Whether SendGrid shows each value that was sent. */
function holds(member: Readonly<Record<string, unknown>>, { json }: PreparedContact): boolean {
  const { custom_fields = {}, ...own } = JSON.parse(json) as SendGridContact;
  const shown = member.custom_fields as Readonly<Record<string, unknown>>;
  return (
    Object.entries(own).every(([name, value]) => member[name] === value) &&
    Object.entries(custom_fields).every(([id, value]) => shown[NAMES[id] ?? id] === value)
  );
}
