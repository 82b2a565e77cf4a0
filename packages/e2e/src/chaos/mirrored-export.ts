/**
 * An export whose segment changes from run to run, so that each run takes some off the list and puts others on it.
 *
 * Reads  : what the product says of a run, and whom the simulator has on the list.
 * Writes : people, segments, an export, through GraphQL; one stranger on the list, who is nobody's to remove.
 * Used by: chaos runs.
 */
import { aDestination, aList, idOf, saveExport } from "../product/an-export.ts";
import { ask } from "../product/ask.ts";
import { contactsOnList, type HeldContact } from "../product/contacts.ts";
import { outcomesOf } from "../product/outcomes.ts";
import { loadPeople, sideSegment } from "../product/two-segments.ts";
import { until } from "../product/until.ts";
import { csvOf, fatesOf, type Side } from "./population.ts";
import type { Seeded } from "./seeded.ts";

const STRANGER = "stranger@example.com";
const SIDES = ["north", "south"] as const;

/** One run's part: whose turn it is, and what SendGrid is to be told of everybody as their last name. */
export type Turn = { readonly side: Side; readonly lastName: string };

export type MirroredExport = {
  readonly url: string;
  readonly people: number;
  /** Changes the export for the turn and starts a run. @returns its id. */
  start(turn: Turn): Promise<string>;
  /** Compares everybody with the product's account and with the list. @returns what is wrong, the first ten. */
  mistakesOf(turn: Turn, runId: string): Promise<readonly string[]>;
};

export async function aMirroredExport(
  url: string,
  sendGridUrl: string,
  people: number,
): Promise<MirroredExport> {
  await loadPeople(url, csvOf(people));
  const segmentIds = { north: await sideSegment(url, "north"), south: await sideSegment(url, "south") };
  const { system } = await ask(url, "{ system { sandbox { keys { kind apiKey } } } }");
  const { apiKey } = system.sandbox.keys.find(({ kind }: { kind: string }) => kind === "GOOD");
  const listId = await aList(url, apiKey, "Mirror");
  await putStranger(sendGridUrl, apiKey, listId);
  const inputOf = ({ side, lastName }: Turn) => ({
    ...{ name: "Mirror", listId, segmentIds: [segmentIds[side]], syncMode: "MIRROR", maxRemovalShare: 1 },
    matching: [
      { target: "email", kind: "FIELD", value: "email" },
      { target: "first_name", kind: "FIELD", value: "name" },
      { target: "last_name", kind: "CONSTANT", value: lastName },
    ],
  });
  const destinationId = await aDestination(url, apiKey, "Chaos");
  const id = await saveExport(url, { destinationId, ...inputOf({ side: "north", lastName: "first" }) });
  return {
    url,
    people,
    async start(turn) {
      const { updateExport } = await ask(
        url,
        `mutation ($input: UpdateExportInput!) {
           updateExport(input: $input) { ... on Export { id } ... on UserError { message } } }`,
        { input: { id, ...inputOf(turn) } },
      );
      idOf(updateExport);
      const { startExport } = await ask(
        url,
        "mutation ($id: ID!) { startExport(exportId: $id) { ... on Run { id } ... on UserError { message } } }",
        { id },
      );
      return idOf(startExport);
    },
    async mistakesOf(turn, runId) {
      const [said, held] = await Promise.all([outcomesOf(url, runId), contactsOnList(sendGridUrl, listId)]);
      return [...mistakes(people, turn, said, held)].slice(0, 10);
    },
  };
}

/** The other side's turn; two times in three everybody is told another name as well. */
export function turnAfter({ side, lastName }: Turn, name: string, random: Seeded): Turn {
  const isEverybodyChanged = random.next() < 2 / 3;
  return {
    side: SIDES.find((other) => other !== side)!,
    lastName: isEverybodyChanged ? name : lastName,
  };
}

function* mistakes(
  people: number,
  { side, lastName }: Turn,
  said: Awaited<ReturnType<typeof outcomesOf>>,
  held: ReadonlyMap<string, HeldContact>,
): Generator<string> {
  const fates = fatesOf(people, side);
  if (said.size !== fates.size)
    yield `${said.size} people are accounted for, and ${fates.size} were selected`;
  let delivered = 0;
  for (const [key, fate] of fates) {
    const outcome = said.get(key)?.outcome;
    const isAsSaid = outcome === fate.outcome || (fate.outcome === "DELIVERED" && outcome === "UNCHANGED");
    if (!isAsSaid) yield `${key} is said to be ${outcome}, and should be ${fate.outcome}`;
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

async function putStranger(sendGridUrl: string, apiKey: string, listId: string): Promise<void> {
  const response = await fetch(`${sendGridUrl}/v3/marketing/contacts`, {
    method: "PUT",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ list_ids: [listId], contacts: [{ email: STRANGER }] }),
  });
  if (!response.ok) throw new Error(await response.text());
  await until(async () => (await contactsOnList(sendGridUrl, listId)).has(STRANGER));
}
