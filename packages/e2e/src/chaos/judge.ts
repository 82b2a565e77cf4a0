/**
 * What chaos runs are judged by: what must have become of everybody, beside what the product says and what the list shows.
 *
 * Reads  : nothing. Pure.
 * Writes : nothing.
 * Used by: `MirroredExport`. What a watcher may never see is `watchRun`'s.
 */
import type { HeldContact } from "../product/contacts.ts";
import type { OutcomeLine } from "../product/outcomes.ts";
import type { Fate } from "./population.ts";

/** On the list, and nobody's to remove. */
export const STRANGER = "stranger@example.com";

type Fates = ReadonlyMap<string, Fate>;

/** The product's account of a run: everybody once, and with the right outcome. */
export function* judgeOutcomes(
  fates: Fates,
  said: ReadonlyMap<string, Pick<OutcomeLine, "outcome">>,
): Generator<string> {
  if (said.size !== fates.size)
    yield `${said.size} people are accounted for, and ${fates.size} were selected`;
  for (const [key, fate] of fates) {
    const outcome = said.get(key)?.outcome;
    const isAsSaid = outcome === fate.outcome || (fate.outcome === "DELIVERED" && outcome === "UNCHANGED");
    if (!isAsSaid) yield `${key} is said to be ${outcome}, and should be ${fate.outcome}`;
  }
}

/** @param lastName - as everybody must be on the list. */
export function* judgeList(
  fates: Fates,
  lastName: string,
  held: ReadonlyMap<string, Pick<HeldContact, "first_name" | "last_name">>,
): Generator<string> {
  let delivered = 0;
  for (const [key, fate] of fates) {
    if (fate.outcome !== "DELIVERED") continue;
    delivered += 1;
    const contact = held.get(fate.email);
    if (!contact) yield `${key} is missing on the list`;
    else if (contact.first_name !== fate.name || contact.last_name !== lastName)
      yield `${key} is on the list as ${contact.first_name} ${contact.last_name}`;
  }
  if (!held.has(STRANGER)) yield "a stranger was removed from the list";
  if (held.size !== delivered + 1)
    yield `${held.size - 1} people are on the list, and ${delivered} should be`;
}
