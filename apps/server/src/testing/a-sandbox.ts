import { type Simulator, type SimulatorOptions, startSimulator } from "@keruen/sendgrid-simulator";
import type { ServerOptions } from "../compose.ts";
import { aServer, type TestServer } from "./a-server.ts";

export type Sandbox = TestServer & {
  readonly simulator: Simulator;
  /** A contact list of the simulator's account. */
  readonly list: { readonly id: string; readonly name: string };
  /** A destination with the good key and an export user. @returns its id. */
  aDestination(name: string): Promise<string>;
  /** Every address on the list, in alphabetical order. */
  addressesOnList(): Promise<readonly string[]>;
};

/** The whole server with a simulator of its own in SendGrid's place, over HTTP, without delays or limits. */
export async function aSandbox(
  overrides: Partial<ServerOptions> = {},
  settings: SimulatorOptions["settings"] = {},
): Promise<Sandbox> {
  const simulator = await startSimulator({
    settings: { jobDelayMs: 0, jobLingerMs: 0, rateLimits: null, ...settings },
  });
  const server = await aServer({ sendGridBaseUrl: simulator.url, isSandbox: true, ...overrides });
  const { createSendGridList } = await server.ask(
    `mutation ($apiKey: String!) {
       createSendGridList(input: { access: { apiKey: $apiKey }, name: "Readers" }) { ... on SendGridList { id name } }
     }`,
    { apiKey: simulator.keys.GOOD },
  );
  return {
    ...server,
    simulator,
    list: createSendGridList,
    async aDestination(name) {
      const { createDestination } = await server.ask(
        `mutation ($input: CreateDestinationInput!) {
           createDestination(input: $input) { ... on Destination { id } ... on UserError { message } }
         }`,
        { input: { name, apiKey: simulator.keys.GOOD, consent: true, consentTextVersion: "test" } },
      );
      await server.ask(
        `mutation ($id: ID!) { becomeExportUser(destinationId: $id) { __typename } }`,
        createDestination,
      );
      return createDestination.id;
    },
    async addressesOnList() {
      const addresses: string[] = [];
      let after = "";
      for (;;) {
        const response = await fetch(
          `${simulator.url}/_simulator/contacts?limit=5000&list=${createSendGridList.id}${after && `&after=${after}`}`,
        );
        const { contacts, next } = (await response.json()) as {
          contacts: { email: string }[];
          next: string | null;
        };
        addresses.push(...contacts.map(({ email }) => email));
        if (next === null) return addresses.toSorted();
        after = next;
      }
    },
    async close() {
      await server.close();
      await simulator.close();
    },
  };
}
