/**
 * The people of one schedule, and what has to become of each of them.
 *
 * Reads  : a seed.
 * Writes : nothing. Pure.
 * Used by: `run-schedule.ts`.
 */
import { compileMatching, RESERVED_FIELDS, type Row } from "@keruen/core";

export type Fate = "delivered" | "rejected" | "duplicate";

export type Person = {
  readonly row: Row;
  /** As SendGrid keeps it; null where there is none. */
  readonly address: string | null;
  readonly fate: Fate;
};

const prepare = compileMatching(
  [
    { target: "email", kind: "field", value: "email" },
    { target: "first_name", kind: "field", value: "name" },
    { target: "city", kind: "constant", value: "Алматы" },
  ],
  RESERVED_FIELDS,
);

/**
 * About 95 in 100 are to be delivered. Of the others, as the seed has it: some have no usable address, some one
 * that SendGrid refuses at once, some a date that SendGrid refuses only later, some the address of another.
 */
export function* population(seed: number, count: number): Generator<Person> {
  for (let index = 0; index < count; index++) yield person(seed, index);
}

function person(seed: number, index: number): Person {
  const profileId = `customer-${index}`;
  const draw = (index * 7_919 + seed * 104_729) % 1_000;
  if (draw < 10 && index > 0) {
    const duplicateOf = firstGoodBefore(seed, index);
    if (duplicateOf !== null)
      return { row: { profileId, duplicateOf }, address: addressOf(seed, index), fate: "duplicate" };
  }
  const contact = prepare({ email: addressOf(seed, index), name: `Customer "${index}"` });
  if (!contact.ok) return { row: { profileId, rejection: contact.failure }, address: null, fate: "rejected" };
  const isBad = draw >= 20 && draw < 50;
  const prepared = draw >= 30 && draw < 50 ? withBadDate(contact.value) : contact.value;
  return { row: { profileId, prepared }, address: prepared.email, fate: isBad ? "rejected" : "delivered" };
}

/** 10 in 1,000 malformed, 10 in 1,000 malformed for SendGrid alone: it wants a domain of two labels. */
function addressOf(seed: number, index: number): string {
  const draw = (index * 7_919 + seed * 104_729) % 1_000;
  if (draw >= 10 && draw < 20) return `customer${index}@@example.com`;
  if (draw >= 20 && draw < 30) return `customer${index}@localhost`;
  return `Customer${index}@Example.com`;
}

function firstGoodBefore(seed: number, index: number): string | null {
  for (let before = index - 1; before >= Math.max(0, index - 100); before--) {
    if (person(seed, before).fate === "delivered") return `customer-${before}`;
  }
  return null;
}

/** Our own checks would not let it through: this is how SendGrid's late refusals are met. */
function withBadDate({ email, json, bytes }: { email: string; json: string; bytes: number }) {
  const member = `,"custom_fields":{"e3_D":"AAAAA"}`;
  return { email, json: `${json.slice(0, -1)}${member}}`, bytes: bytes + member.length };
}

/** The address that stands for a person on the list. */
export const listed = (people: readonly Person[]): ReadonlySet<string> =>
  new Set(people.flatMap(({ fate, address }) => (fate === "delivered" && address !== null ? [address] : [])));
