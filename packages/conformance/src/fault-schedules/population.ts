/**
 * The people of one day, run by run, and what has to become of each of them.
 *
 * Reads  : a seed.
 * Writes : nothing. Pure.
 * Used by: `run-schedule.ts`; `mistakes.ts` holds the outcome against it.
 */
import {
  compileMatching,
  type PreparedContact,
  RESERVED_FIELDS,
  type Row,
  type TargetField,
} from "@keruen/core";
import { draw } from "./draw.ts";

export type Fate = "delivered" | "unchanged" | "rejected" | "duplicate" | "suppressed";

export type Person = {
  readonly row: Row;
  /** As SendGrid keeps it; null where there is none. */
  readonly address: string | null;
  readonly fate: Fate;
};

/** The first loads the list, the second sees people leave and join, the third sees some of them come back. */
export const RUNS = [1, 2, 3] as const;
type Run = (typeof RUNS)[number];

type Kind = "good" | "duplicate" | "malformed" | "refused-at-once" | "refused-later" | "suppressed";

const custom = (id: string, name: string, type: "number" | "date"): TargetField => ({
  ...{ id, name, type, custom: true, maxLength: null, definitionId: id },
});

const prepare = compileMatching(
  [
    { target: "email", kind: "field", value: "email" },
    { target: "first_name", kind: "field", value: "name" },
    { target: "city", kind: "field", value: "city" },
    { target: "e2_N", kind: "field", value: "spent" },
    { target: "e3_D", kind: "field", value: "visited" },
  ],
  [...RESERVED_FIELDS, custom("e2_N", "lifetime_value", "number"), custom("e3_D", "last_visit", "date")],
);

/** Everybody whom a run selects. */
export function* population(seed: number, count: number, run: Run): Generator<Person> {
  for (let index = 0; index < count; index++)
    if (isSelected(seed, index, run)) yield person(seed, index, run);
}

/** Whoever has to be on the list after a run, with what is to be held of them: those of the run, and those another export claims. */
export function listed(seed: number, count: number, run: Run): ReadonlyMap<string, PreparedContact> {
  const onList = new Map<string, PreparedContact>();
  for (let index = 0; index < count; index++) {
    const latest = latestRun(seed, index, run);
    if (latest === null || kindOf(seed, index) !== "good") continue;
    if (latest !== run && !isClaimed(seed, index)) continue;
    const { email, contact } = contactOf(seed, index, latest);
    if (contact.ok) onList.set(email.toLowerCase(), contact.value);
  }
  return onList;
}

/** How many contacts the runs so far have made: leaving a list is not leaving the account. */
export function deliveredEver(seed: number, count: number, run: Run): number {
  let people = 0;
  for (let index = 0; index < count; index++)
    if (kindOf(seed, index) === "good" && latestRun(seed, index, run) !== null) people++;
  return people;
}

/** Addresses that another export to the same list claims. */
export const claimed = (seed: number, count: number): readonly string[] =>
  addresses(count, (index) => isClaimed(seed, index), seed);

export const suppressed = (seed: number, count: number): readonly string[] =>
  addresses(count, (index) => kindOf(seed, index) === "suppressed", seed);

const addresses = (count: number, wanted: (index: number) => boolean, seed: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => index)
    .filter(wanted)
    .map((index) => addressOf(seed, index).toLowerCase());

function person(seed: number, index: number, run: Run): Person {
  const profileId = `customer-${index}`;
  const kind = kindOf(seed, index);
  const { email, contact } = contactOf(seed, index, run);
  if (kind === "duplicate")
    return { row: { profileId, duplicateOf: "customer-0" }, address: email.toLowerCase(), fate: "duplicate" };
  if (!contact.ok) return { row: { profileId, rejection: contact.failure }, address: null, fate: "rejected" };
  const row = { profileId, prepared: contact.value };
  return { row, address: contact.value.email, fate: fateOf(seed, index, run, kind) };
}

function fateOf(seed: number, index: number, run: Run, kind: Kind): Fate {
  if (kind === "suppressed") return "suppressed";
  if (kind !== "good") return "rejected";
  const before = run === 1 ? null : latestRun(seed, index, (run - 1) as Run);
  const isOnList = before !== null && (before === run - 1 || isClaimed(seed, index));
  return isOnList && cityOf(seed, index, before) === cityOf(seed, index, run) ? "unchanged" : "delivered";
}

/** About 93 in 100 are to be delivered. */
function kindOf(seed: number, index: number): Kind {
  const drawn = draw(seed, index, "kind");
  if (drawn < 10) return "duplicate";
  if (drawn < 20) return "malformed";
  if (drawn < 30) return "refused-at-once";
  if (drawn < 50) return "refused-later";
  return drawn < 70 ? "suppressed" : "good";
}

/** 80 in 100 are in every run; 8 leave in the second and come back in the third; 4 each leave, leave later, join. */
function isSelected(seed: number, index: number, run: Run): boolean {
  const drawn = draw(seed, index, "presence");
  if (drawn < 80) return run !== 2;
  if (drawn < 120) return run === 1;
  if (drawn < 160) return run !== 3;
  return drawn < 200 ? run !== 1 : true;
}

const isClaimed = (seed: number, index: number): boolean => draw(seed, index, "claim") < 100;

function latestRun(seed: number, index: number, run: Run): Run | null {
  return RUNS.filter((each) => each <= run && isSelected(seed, index, each)).at(-1) ?? null;
}

/** SendGrid, unlike us, wants a domain of two labels. */
function addressOf(seed: number, index: number): string {
  const kind = kindOf(seed, index);
  if (kind === "malformed") return `customer${index}@@example.com`;
  return kind === "refused-at-once" ? `customer${index}@localhost` : `Customer${index}@Example.com`;
}

/** 5 in 100 move before the second run, 5 before the third. */
function cityOf(seed: number, index: number, run: Run): string {
  const drawn = draw(seed, index, "moves");
  if (drawn < 50 && run >= 2) return "Шымкент";
  return drawn >= 50 && drawn < 100 && run === 3 ? "Астана, Есіл" : "Алматы";
}

/** Some have a number or a date that only an upsert can carry, and half have no date at all. */
function contactOf(seed: number, index: number, run: Run) {
  const drawn = draw(seed, index, "values");
  const spent = drawn < 10 ? -index : index / 4;
  const visited = drawn < 20 ? "2024-02-11T10:30:00Z" : "2024-02-11";
  const email = addressOf(seed, index);
  const contact = prepare({
    ...{ email, name: `Customer "${index}"`, city: cityOf(seed, index, run), spent },
    ...(drawn % 2 === 0 && { visited }),
  });
  const isBad = contact.ok && kindOf(seed, index) === "refused-later";
  return { email, contact: isBad ? { ok: true as const, value: withBadPhone(contact.value) } : contact };
}

/** Our own checks would not let it through: this is how SendGrid's late refusals are met. */
function withBadPhone({ email, json, bytes }: PreparedContact): PreparedContact {
  const member = `"phone_number":"nobody",`;
  return { email, json: `{${member}${json.slice(1)}`, bytes: bytes + member.length };
}
