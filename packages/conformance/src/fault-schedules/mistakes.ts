/**
 * The verdict: what was told of each person against what had to become of them, and the list against who belongs there.
 *
 * Reads  : outcomes; the list, page by page.
 * Writes : nothing.
 * Used by: `run-schedule.ts`.
 */
import { type Fate, listed, type Person } from "./population.ts";
import { type Account, control } from "./simulator-control.ts";

/** @returns a line for each kind of mistake; none where everybody is where they belong. */
export async function mistakes(
  people: readonly Person[],
  outcomes: ReadonlyMap<string, Fate>,
  account: Account,
  listId: string,
): Promise<readonly string[]> {
  const wrong = people.filter(({ row, fate }) => outcomes.get(row.profileId) !== fate);
  const expected = listed(people);
  const actual = new Set<string>();
  let doubled = 0;
  for await (const email of membersOf(account, listId)) {
    if (actual.has(email)) doubled += 1;
    actual.add(email);
  }
  const missing = [...expected].filter((address) => !actual.has(address)).length;
  const foreign = [...actual].filter((address) => !expected.has(address)).length;
  return [
    ...(outcomes.size === people.length ? [] : [`${outcomes.size} outcomes for ${people.length} people`]),
    ...(wrong.length === 0 ? [] : [`${wrong.length} outcomes are wrong`]),
    ...(missing === 0 ? [] : [`${missing} are missing on the list`]),
    ...(foreign === 0 ? [] : [`${foreign} are on the list and should not be`]),
    ...(doubled === 0 ? [] : [`${doubled} are on the list twice`]),
  ];
}

async function* membersOf(account: Account, listId: string): AsyncGenerator<string> {
  let after: string | null = null;
  do {
    const query: string = after === null ? "" : `&after=${after}`;
    const page = (await control(account, "GET", `/contacts?list=${listId}&limit=5000${query}`)) as {
      contacts: { email: string }[];
      next: string | null;
    };
    for (const { email } of page.contacts) yield email;
    after = page.next;
  } while (after !== null);
}
