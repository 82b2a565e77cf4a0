import { ask } from "./ask.ts";

export type NewExport = { readonly exportId: string; readonly listId: string };

/** Connects the sandbox's good key, makes a list, and saves an export of the segments to it, all through GraphQL. */
export async function anExport(url: string, name: string, segmentIds: readonly string[]): Promise<NewExport> {
  const { system } = await ask(url, "{ system { sandbox { keys { kind apiKey } } } }");
  const { apiKey } = system.sandbox.keys.find(({ kind }: { kind: string }) => kind === "GOOD");
  const listId = await aList(url, apiKey, name);
  const destinationId = await aDestination(url, apiKey, name);
  const exportId = await saveExport(url, { name, destinationId, listId, segmentIds, matching: FIELDS });
  return { exportId, listId };
}

/** @returns the id of a new list of the key's account. */
export async function aList(url: string, apiKey: string, name: string): Promise<string> {
  const { createSendGridList } = await ask(
    url,
    `mutation ($apiKey: String!, $name: String!) {
       createSendGridList(input: { access: { apiKey: $apiKey }, name: $name }) { ... on SendGridList { id } ... on UserError { message } }
     }`,
    { apiKey, name },
  );
  return idOf(createSendGridList);
}

/** @returns the id of a new destination, whose runs act for whoever asks. */
export async function aDestination(url: string, apiKey: string, name: string): Promise<string> {
  const { createDestination } = await ask(
    url,
    `mutation ($input: CreateDestinationInput!) {
       createDestination(input: $input) { ... on Destination { id } ... on UserError { message } }
     }`,
    { input: { name, apiKey, consent: true, consentTextVersion: "e2e" } },
  );
  const id = idOf(createDestination);
  await ask(url, "mutation ($id: ID!) { becomeExportUser(destinationId: $id) { __typename } }", { id });
  return id;
}

/** @param input - of the mutation `createExport`. @returns the id of the export. */
export async function saveExport(url: string, input: object): Promise<string> {
  const { createExport } = await ask(
    url,
    `mutation ($input: CreateExportInput!) {
       createExport(input: $input) { ... on Export { id } ... on UserError { message } }
     }`,
    { input },
  );
  return idOf(createExport);
}

const FIELDS = [
  ["email", "email"],
  ["first_name", "first_name"],
  ["last_name", "last_name"],
  ["city", "city"],
].map(([target, value]) => ({ target, kind: "FIELD", value }));

/** @throws with the reason where a mutation has refused. */
export function idOf(answer: { readonly id?: string; readonly message?: string }): string {
  if (answer.id === undefined) throw new Error(answer.message);
  return answer.id;
}

/** Starts a run. @returns its id. */
export async function startRun(url: string, exportId: string): Promise<string> {
  const { startExport } = await ask(
    url,
    "mutation ($id: ID!) { startExport(exportId: $id) { ... on Run { id } ... on UserError { message } } }",
    { id: exportId },
  );
  return idOf(startExport);
}

/** The run as it is now. */
export async function runNow(url: string, id: string) {
  const { run } = await ask(
    url,
    `query ($id: ID!) { run(id: $id) {
       state selectedCount processedCount acceptedCount deliveredCount rejectedCount duplicateCount notSentCount
       endedAt attempt failure { code message } } }`,
    { id },
  );
  return run;
}
