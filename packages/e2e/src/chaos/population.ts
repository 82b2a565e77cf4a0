/**
 * Made-up people of three sides: north, south, and both. Some have no real address, some have another's.
 *
 * Reads  : nothing.
 * Writes : nothing.
 * Used by: `MirroredExport`, which loads them, and knows by them what must become of everybody.
 */
export type Side = "north" | "south";

export type Fate =
  | { readonly outcome: "DELIVERED"; readonly email: string; readonly name: string }
  | { readonly outcome: "REJECTED" | "DUPLICATE" };

const SIDES = ["north", "south", "both"] as const;
const sideOf = (number: number) => SIDES[number % SIDES.length]!;
const isNobody = (number: number) => number % 50 === 7;
/** Of somebody of the same side three lines before, who has an address and has it first. */
const isSecond = (number: number) => number % 40 === 39;

export const keyOf = (number: number): string => `p-${number}`;

export function* csvOf(people: number): Generator<string> {
  yield "id,email,name,side\n";
  for (let number = 0; number < people; number += 1) {
    yield `${keyOf(number)},${emailOf(number)},Person ${number},${sideOf(number)}\n`;
  }
}

/** What must become of each member of a side's segment, by key. */
export function fatesOf(people: number, side: Side): ReadonlyMap<string, Fate> {
  const fates = new Map<string, Fate>();
  for (let number = 0; number < people; number += 1) {
    if (sideOf(number) === side || sideOf(number) === "both") fates.set(keyOf(number), fateOf(number));
  }
  return fates;
}

function fateOf(number: number): Fate {
  if (isNobody(number)) return { outcome: "REJECTED" };
  if (isSecond(number)) return { outcome: "DUPLICATE" };
  return { outcome: "DELIVERED", email: emailOf(number), name: `Person ${number}` };
}

function emailOf(number: number): string {
  if (isNobody(number)) return "nobody";
  return `person${isSecond(number) ? number - SIDES.length : number}@example.com`;
}
