/**
 * An export whose segment changes from run to run, so that each run takes some off the list and puts others on it.
 *
 * Reads  : what the product says of a run, and whom the simulator has on the list.
 * Writes : people, segments, an export, through GraphQL; one stranger on the list, who is nobody's to remove.
 * Used by: chaos runs.
 */
import { aDestination, aList, idOf, saveExport, startRun } from "../product/an-export.ts";
import { ask } from "../product/ask.ts";
import { contactsOnList } from "../product/contacts.ts";
import { outcomesOf } from "../product/outcomes.ts";
import { loadPeople, sideSegment } from "../product/two-segments.ts";
import { until } from "../product/until.ts";
import { judgeList, judgeOutcomes, STRANGER } from "./judge.ts";
import { csvOf, fatesOf, type Side } from "./population.ts";
import type { Seeded } from "./seeded.ts";

const SIDES = ["north", "south"] as const;

/** One run's part: whose turn it is, and what SendGrid is to be told of everybody as their last name. */
export type Turn = { readonly side: Side; readonly lastName: string };

export type MirroredExport = {
  readonly url: string;
  readonly people: number;
  readonly exportId: string;
  readonly listId: string;
  /** Changes the export for the turn, without running it. */
  change(turn: Turn): Promise<void>;
  /** Changes the export for the turn and starts a run. @returns its id. */
  start(turn: Turn): Promise<string>;
  /** Compares everybody with the product's account and with the list. @returns what is wrong, the first ten. */
  mistakesOf(turn: Turn, runId: string): Promise<readonly string[]>;
};

export async function aMirroredExport(
  url: string,
  sendGridUrl: string,
  people: number,
  maxRemovalShare = 1,
): Promise<MirroredExport> {
  await loadPeople(url, csvOf(people));
  const segmentIds = { north: await sideSegment(url, "north"), south: await sideSegment(url, "south") };
  const { system } = await ask(url, "{ system { sandbox { keys { kind apiKey } } } }");
  const { apiKey } = system.sandbox.keys.find(({ kind }: { kind: string }) => kind === "GOOD");
  const listId = await aList(url, apiKey, "Mirror");
  await putStranger(sendGridUrl, apiKey, listId);
  const inputOf = ({ side, lastName }: Turn) => ({
    ...{ name: "Mirror", listId, segmentIds: [segmentIds[side]], syncMode: "MIRROR", maxRemovalShare },
    suppressions: ["BOUNCE"],
    matching: [
      { target: "email", kind: "FIELD", value: "email" },
      { target: "first_name", kind: "FIELD", value: "name" },
      { target: "last_name", kind: "CONSTANT", value: lastName },
    ],
  });
  const destinationId = await aDestination(url, apiKey, "Chaos");
  const id = await saveExport(url, { destinationId, ...inputOf({ side: "north", lastName: "first" }) });
  async function change(turn: Turn): Promise<void> {
    const { updateExport } = await ask(
      url,
      `mutation ($input: UpdateExportInput!) {
           updateExport(input: $input) { ... on Export { id } ... on UserError { message } } }`,
      { input: { id, ...inputOf(turn) } },
    );
    idOf(updateExport);
  }
  return {
    ...{ url, people, exportId: id, listId, change },
    async start(turn) {
      await change(turn);
      return await startRun(url, id);
    },
    async mistakesOf(turn, runId) {
      const [said, held] = await Promise.all([outcomesOf(url, runId), contactsOnList(sendGridUrl, listId)]);
      const fates = fatesOf(people, turn.side);
      return [...judgeOutcomes(fates, said), ...judgeList(fates, turn.lastName, held)].slice(0, 10);
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

async function putStranger(sendGridUrl: string, apiKey: string, listId: string): Promise<void> {
  const response = await fetch(`${sendGridUrl}/v3/marketing/contacts`, {
    method: "PUT",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ list_ids: [listId], contacts: [{ email: STRANGER }] }),
  });
  if (!response.ok) throw new Error(await response.text());
  await until(async () => (await contactsOnList(sendGridUrl, listId)).has(STRANGER));
}
