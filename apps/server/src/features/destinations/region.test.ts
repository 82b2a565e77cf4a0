import { type Simulator, startSimulator } from "@keruen/sendgrid-simulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { sendGridBaseUrls } from "./sendgrid-region.ts";

let europe: Simulator;
let world: Simulator;
let sandbox: Sandbox;
beforeAll(async () => {
  const settings = { jobDelayMs: 0, jobLingerMs: 0, rateLimits: null };
  [europe, world] = await Promise.all([startSimulator({ settings }), startSimulator({ settings })]);
  sandbox = await aSandbox({ sendGridBaseUrls: { GLOBAL: world.url, EU: europe.url } });
});
afterAll(async () => {
  await sandbox.close();
  await Promise.all([europe.close(), world.close()]);
});

const listNames = async (access: object) => {
  const { sendGridLists } = await sandbox.ask(
    `query ($access: SendGridAccessInput!) {
       sendGridLists(access: $access) { ... on SendGridLists { lists { name } } ... on UserError { message } }
     }`,
    { access },
  );
  return sendGridLists.lists.map(({ name }: { name: string }) => name);
};

async function connect(name: string, { keys }: Simulator, region?: "EU" | "GLOBAL") {
  const { createDestination } = await sandbox.ask(
    `mutation ($input: CreateDestinationInput!) {
       createDestination(input: $input) { __typename ... on Destination { id region } ... on ApiKeyRefused { problem } }
     }`,
    { input: { name, apiKey: keys.GOOD, region, consent: true, consentTextVersion: "test" } },
  );
  return createDestination;
}

describe("a region", () => {
  test("is where a key is tried, and where the destination's account is from then on", async () => {
    const access = { apiKey: europe.keys.GOOD, region: "EU" };
    const { createSendGridList } = await sandbox.ask(
      `mutation ($input: CreateSendGridListInput!) {
         createSendGridList(input: $input) { ... on SendGridList { id } ... on UserError { message } }
       }`,
      { input: { access, name: "Kept in Europe" } },
    );
    expect(createSendGridList.id).toBeDefined();

    const destination = await connect("European", europe, "EU");
    expect(destination.region).toBe("EU");
    expect(await listNames({ destinationId: destination.id })).toContain("Kept in Europe");
    expect(await listNames({ apiKey: world.keys.GOOD })).not.toContain("Kept in Europe");
  });

  test("is the global one unless told otherwise", async () => {
    const destination = await connect("Anywhere", world);
    expect(destination.region).toBe("GLOBAL");
    expect(await listNames({ destinationId: destination.id })).not.toContain("Kept in Europe");
  });

  test("knows only its own keys", async () => {
    const refused = { __typename: "ApiKeyRefused", problem: "UNAUTHORIZED" };
    expect(await connect("Wrong way", world, "EU")).toEqual(refused);
    expect(await connect("Wrong way back", europe)).toEqual(refused);
  });
});

describe("SendGrid's hosts", () => {
  test("are one for each region", () => {
    expect(sendGridBaseUrls(undefined)).toEqual({
      GLOBAL: "https://api.sendgrid.com",
      EU: "https://api.eu.sendgrid.com",
    });
  });

  test("all give way to the one that the operator has set", () => {
    const url = "http://127.0.0.1:4010";
    expect(sendGridBaseUrls(url)).toEqual({ GLOBAL: url, EU: url });
  });
});
