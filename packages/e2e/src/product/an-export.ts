import { ask } from "./ask.ts";

export type NewExport = { readonly exportId: string; readonly listId: string };

/** Connects the sandbox's good key, makes a list, and saves an export of the segments to it, all through GraphQL. */
export async function anExport(url: string, name: string, segmentIds: readonly string[]): Promise<NewExport> {
  const { system } = await ask(url, "{ system { sandbox { keys { kind apiKey } } } }");
  const { apiKey } = system.sandbox.keys.find(({ kind }: { kind: string }) => kind === "GOOD");
  const { createSendGridList } = await ask(
    url,
    `mutation ($apiKey: String!, $name: String!) {
       createSendGridList(input: { access: { apiKey: $apiKey }, name: $name }) { ... on SendGridList { id } }
     }`,
    { apiKey, name },
  );
  const { createDestination } = await ask(
    url,
    `mutation ($input: CreateDestinationInput!) {
       createDestination(input: $input) { ... on Destination { id } ... on UserError { message } }
     }`,
    { input: { name, apiKey, consent: true, consentTextVersion: "e2e" } },
  );
  await ask(
    url,
    "mutation ($id: ID!) { becomeExportUser(destinationId: $id) { __typename } }",
    createDestination,
  );
  const fields = [
    ["email", "email"],
    ["first_name", "first_name"],
    ["last_name", "last_name"],
    ["city", "city"],
  ] as const;
  const { createExport } = await ask(
    url,
    `mutation ($input: CreateExportInput!) {
       createExport(input: $input) { ... on Export { id } ... on UserError { message } }
     }`,
    {
      input: {
        ...{ name, segmentIds, destinationId: createDestination.id, listId: createSendGridList.id },
        matching: fields.map(([target, value]) => ({ target, kind: "FIELD", value })),
      },
    },
  );
  return { exportId: createExport.id, listId: createSendGridList.id };
}

/** Starts a run. @returns its id. */
export async function startRun(url: string, exportId: string): Promise<string> {
  const { startExport } = await ask(
    url,
    "mutation ($id: ID!) { startExport(exportId: $id) { ... on Run { id } ... on UserError { message } } }",
    { id: exportId },
  );
  return startExport.id;
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
