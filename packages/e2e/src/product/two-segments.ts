import { idOf } from "./an-export.ts";
import { ask } from "./ask.ts";
import { until } from "./until.ts";

/**
 * Loads so many people from a file, and makes two segments of them: a third is in the first, a third in the second, the
 * rest in both.
 *
 * @returns their ids, and how many are in each.
 */
export async function twoSegments(url: string, people: number) {
  const third = Math.floor(people / 3);
  const sideOf = (number: number) => (number < third ? "north" : number < 2 * third ? "south" : "both");
  const lines = Array.from(
    { length: people },
    (_, n) => `p-${n},person${n}@example.com,Person ${n},${sideOf(n)}\n`,
  );
  await loadPeople(url, ["id,email,name,side\n", ...lines]);
  return {
    north: await sideSegment(url, "north"),
    south: await sideSegment(url, "south"),
    membersOfEach: people - third,
  };
}

/** Loads people from a file with the columns `id`, `email` and others, and waits until they are there. */
export async function loadPeople(url: string, csv: Iterable<string>): Promise<void> {
  const file = await fetch(`${url}/files?name=people.csv`, { method: "POST", body: [...csv].join("") });
  const { id: fileId } = (await file.json()) as { id: string };
  const { createSource } = await ask(
    url,
    `mutation ($input: CreateSourceInput!) {
       createSource(input: $input) { ... on Source { id } ... on UserError { message } } }`,
    { input: { name: "People", fileId, idField: "id", emailField: "email" } },
  );
  await ready(url, "source", idOf(createSource));
}

/** A segment of those whose `side` is this one or both. @returns its id. */
export async function sideSegment(url: string, side: string): Promise<string> {
  const takes = (value: string) => ({ field: "side", operator: "EQUALS", values: [value] });
  const rule = { join: "OR", conditions: [takes(side), takes("both")], groups: [] };
  const { createSegment } = await ask(
    url,
    `mutation ($input: CreateSegmentInput!) {
       createSegment(input: $input) { ... on Segment { id } ... on UserError { message } } }`,
    { input: { name: side, kind: "DYNAMIC", rule } },
  );
  return await ready(url, "segment", idOf(createSegment));
}

async function ready(url: string, what: "source" | "segment", id: string): Promise<string> {
  await until(async () => {
    const answer = await ask(url, `query ($id: ID!) { ${what}(id: $id) { state failure } }`, { id });
    if (answer[what].state === "FAILED") throw new Error(answer[what].failure);
    return answer[what].state === "READY";
  });
  return id;
}
