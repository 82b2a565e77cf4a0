import type { TestServer } from "./a-server.ts";

const KINDS = ["RUN_FAILED", "RUN_AWAITING_APPROVAL", "REJECTED_SHARE_HIGH", "RUN_RECOVERED"];
const CHANNEL = "id name kind target addresses language alerts isOn";

let made = 0;

/** Makes a channel for all alerts, unless told otherwise. @returns what the mutation answers. */
export async function createChannel(server: TestServer, input: object) {
  const document = `mutation ($input: CreateAlertChannelInput!) { createAlertChannel(input: $input) {
    ... on AlertChannelCreated { channel { ${CHANNEL} } signingSecret } ... on InvalidInput { issues { path code } } } }`;
  const whole = { name: `Channel ${++made}`, kind: "WEBHOOK", alerts: KINDS, ...input };
  return (await server.ask(document, { input: whole })).createAlertChannel;
}

/** One that mails. */
export const createMailChannel = (server: TestServer, input: object) =>
  createChannel(server, { kind: "EMAIL", ...input });

/** Sends a test. @returns its id. */
export async function testChannel(server: TestServer, id: string): Promise<string> {
  const document = "mutation ($id: ID!) { testAlertChannel(id: $id) { ... on AlertDelivery { id } } }";
  return (await server.ask(document, { id })).testAlertChannel.id;
}

export type ToldDelivery = {
  readonly id: string;
  readonly channelId: string;
  readonly kind: string;
  readonly runId: string | null;
  readonly state: string;
  readonly attempt: number;
  readonly reached: readonly string[];
  readonly failureCode: string | null;
};

/** The newest alerts and what became of them. */
export async function deliveries(server: TestServer, first = 50): Promise<readonly ToldDelivery[]> {
  const document = `query ($first: Int!) { alertDeliveries(first: $first) {
    edges { node { id channelId kind runId state attempt reached failureCode } } } }`;
  const { alertDeliveries } = await server.ask(document, { first });
  return alertDeliveries.edges.map(({ node }: { node: ToldDelivery }) => node);
}
