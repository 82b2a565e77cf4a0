import { type Simulator, type SimulatorOptions, startSimulator } from "@keruen/sendgrid-simulator";
import { vi } from "vitest";
import { type SendGridBaseUrls, sendGridBaseUrls } from "../features/destinations/sendgrid-region.ts";
import type { ServerOptions } from "../server-options.ts";
import { aServer, type TestServer } from "./a-server.ts";

export type Sandbox = TestServer & {
  readonly simulator: Simulator;
  /** A new contact list of the simulator's account. @returns its id. */
  aList(name: string): Promise<string>;
  /** A destination with the good key and an export user. @returns its id. */
  aDestination(name: string): Promise<string>;
  /** Somebody whom another than us puts on a list, there when it is fulfilled. */
  aContact(email: string, listId: string): Promise<void>;
  /** Every address on a list, in alphabetical order. */
  addressesOn(listId: string): Promise<readonly string[]>;
};

/**
 * The whole server with a simulator of its own in SendGrid's place, over HTTP, without delays or limits.
 *
 * @param reach - by which addresses the server reaches the simulator, where not by its own.
 */
export async function aSandbox(
  overrides: Partial<ServerOptions> = {},
  settings: SimulatorOptions["settings"] = {},
  reach = async ({ url }: Simulator): Promise<SendGridBaseUrls> => sendGridBaseUrls(url),
): Promise<Sandbox> {
  const simulator = await startSimulator({
    settings: { jobDelayMs: 0, jobLingerMs: 0, rateLimits: null, ...settings },
  });
  const server = await aServer({
    sendGridBaseUrls: await reach(simulator),
    isSandbox: true,
    fieldUsableAfterMs: 0,
    ...overrides,
  });
  return {
    ...server,
    simulator,
    async aList(name) {
      const { createSendGridList } = await server.ask(
        `mutation ($input: CreateSendGridListInput!) {
           createSendGridList(input: $input) { ... on SendGridList { id } ... on UserError { message } }
         }`,
        { input: { access: { apiKey: simulator.keys.GOOD }, name } },
      );
      return idOf(createSendGridList);
    },
    async aDestination(name) {
      const { createDestination } = await server.ask(
        `mutation ($input: CreateDestinationInput!) {
           createDestination(input: $input) { ... on Destination { id } ... on UserError { message } }
         }`,
        { input: { name, apiKey: simulator.keys.GOOD, consent: true, consentTextVersion: "test" } },
      );
      const id = idOf(createDestination);
      await server.ask("mutation ($id: ID!) { becomeExportUser(destinationId: $id) { __typename } }", { id });
      return id;
    },
    async aContact(email, listId) {
      const headers = { authorization: `Bearer ${simulator.keys.GOOD}`, "content-type": "application/json" };
      const body = JSON.stringify({ list_ids: [listId], contacts: [{ email }] });
      const put = await fetch(`${simulator.url}/v3/marketing/contacts`, { method: "PUT", headers, body });
      if (!put.ok) throw new Error(await put.text());
      await vi.waitUntil(async () => (await addressesOn(simulator, listId)).includes(email), 5_000);
    },
    addressesOn: (listId) => addressesOn(simulator, listId),
    async close() {
      await server.close();
      await simulator.close();
    },
  };
}

async function addressesOn({ url }: Simulator, listId: string): Promise<readonly string[]> {
  const addresses: string[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const page: { contacts: { email: string }[]; next: string | null } = await fetch(
      `${url}/_simulator/contacts?limit=5000&list=${listId}${after && `&after=${after}`}`,
    ).then((response) => response.json() as never);
    addresses.push(...page.contacts.map(({ email }) => email));
    after = page.next;
  }
  return addresses.toSorted();
}

function idOf(answer: { id?: string; message?: string }): string {
  if (answer.id === undefined) throw new Error(answer.message);
  return answer.id;
}
