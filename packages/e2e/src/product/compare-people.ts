import { expect } from "@playwright/test";
import type { HeldContact } from "./contacts.ts";
import type { Expected } from "./expected-outcomes.ts";
import type { OutcomeLine } from "./outcomes.ts";

/** Compares, person by person, what was to become of everybody with what the product says and what the far side holds. */
export function comparePeople(
  expected: ReadonlyMap<string, Expected>,
  said: ReadonlyMap<string, OutcomeLine>,
  held: ReadonlyMap<string, HeldContact>,
): void {
  expect(said.size).toBe(expected.size);
  const differences: unknown[] = [];
  let delivered = 0;
  for (const [key, person] of expected) {
    const line = said.get(key);
    const isAsSaid =
      line?.outcome === person.outcome &&
      (person.outcome !== "REJECTED" || line.code === person.code) &&
      (person.outcome !== "DUPLICATE" || line.duplicate_of === person.of);
    if (!isAsSaid) differences.push({ key, person, line });
    if (person.outcome !== "DELIVERED") continue;
    delivered += 1;
    const contact = held.get(person.email);
    const isAsHeld =
      contact?.first_name === person.customer.first_name &&
      contact.last_name === person.customer.last_name &&
      contact.city === person.customer.city;
    if (!isAsHeld) differences.push({ key, person, contact });
  }
  expect(differences.slice(0, 10)).toEqual([]);
  expect(held.size).toBe(delivered);
}
