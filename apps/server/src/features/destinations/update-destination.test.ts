import { randomUUID } from "node:crypto";
import { type Simulator, startSimulator } from "@keruen/sendgrid-simulator";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aProxy } from "../../testing/a-proxy.ts";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { controlSimulator, faultsToCome, strike } from "../../testing/simulator-control.ts";
import { sendGridBaseUrls } from "./sendgrid-region.ts";

let stranger: Simulator;
let sandbox: Sandbox;
let oneAddress: Awaited<ReturnType<typeof aProxy>>;
beforeAll(async () => {
  stranger = await startSimulator({ settings: { jobDelayMs: 0, jobLingerMs: 0, rateLimits: null } });
  sandbox = await aSandbox({}, {}, async (simulator) => {
    const isStrange = (key: string) => Object.values(stranger.keys).includes(key);
    oneAddress = await aProxy((key) => (isStrange(key) ? stranger : simulator));
    return sendGridBaseUrls(oneAddress.url);
  });
});
afterAll(async () => {
  await sandbox.close();
  await Promise.all([oneAddress.close(), stranger.close()]);
});

const UPDATE = `mutation ($input: UpdateDestinationInput!) {
  updateDestination(input: $input) {
    __typename
    ... on UserError { code }
    ... on ApiKeyRefused { problem }
    ... on InvalidInput { issues { path code } }
    ... on Destination { id name state apiKeyId contactLimit defaultList { id name } }
  }
}`;
const update = async (id: string, input: object) =>
  (await sandbox.ask(UPDATE, { input: { id, ...input } })).updateDestination;
const row = async (id: string) =>
  (await sandbox.dataSource.query("select * from destination where id = $1", [id]))[0];
const eventsOf = async (id: string) =>
  (
    await sandbox.dataSource.query("select action from audit_event where subject_id = $1 order by id", [id])
  ).map(({ action }: { action: string }) => action);
const idOf = (key: string) => key.split(".")[1];
const deleteList = (listId: string) =>
  fetch(`${sandbox.simulator.url}/v3/marketing/lists/${listId}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${sandbox.simulator.keys.GOOD}` },
  });
const people = { a: { email: "a@example.com" } };

describe("updateDestination", () => {
  test("changes the name, the contract and the list that is offered first, and keeps who did it", async () => {
    const id = await sandbox.aDestination("Before");
    const listId = await sandbox.aList("Offered first");
    expect(await update(id, { name: " After ", contactLimit: 50_000, listId })).toMatchObject({
      ...{ __typename: "Destination", name: "After", state: "READY", contactLimit: 50_000 },
      ...{ defaultList: { id: listId, name: "Offered first" }, apiKeyId: idOf(sandbox.simulator.keys.GOOD) },
    });
    expect((await eventsOf(id)).at(-1)).toBe("destination-updated");
  });

  test("leaves what is left out, and takes away what is null", async () => {
    const id = await sandbox.aDestination("Partly");
    const listId = await sandbox.aList("Partly");
    await update(id, { contactLimit: 10, listId });
    expect(await update(id, { name: "Partly renamed" })).toMatchObject({
      contactLimit: 10,
      defaultList: { id: listId },
    });
    expect(await update(id, { contactLimit: null, listId: null })).toMatchObject({
      ...{ name: "Partly renamed", contactLimit: null, defaultList: null },
    });
  });

  test("takes a name that differs from its own in its case alone", async () => {
    const id = await sandbox.aDestination("case");
    expect(await update(id, { name: "Case" })).toMatchObject({ name: "Case" });
  });

  test.each([
    ["no name", { name: " " }, { path: "name", code: "name-missing" }],
    ["another's name", { name: "TAKEN" }, { path: "name", code: "name-taken" }],
    ["a contract for nobody", { contactLimit: 0 }, { path: "contactLimit", code: "contact-limit-malformed" }],
    ["a list that is not there", { listId: randomUUID() }, { path: "listId", code: "list-not-found" }],
  ])("refuses %s, and changes nothing", async (what, input, issue) => {
    if (what === "another's name") await sandbox.aDestination("Taken");
    const id = await sandbox.aDestination(`Refuses ${what}`);
    const before = await row(id);
    expect(await update(id, { contactLimit: 7, ...input })).toMatchObject({
      ...{ __typename: "InvalidInput", issues: [issue] },
    });
    expect(await row(id)).toEqual(before);
  });

  test.each([randomUUID(), "none"])("knows no destination %s", async (id) => {
    expect(await update(id, { name: "x" })).toEqual({ __typename: "NotFound", code: "not-found" });
  });
});

describe("a new key", () => {
  test("takes the place of the old one, which is kept nowhere, and makes a refused destination ready", async () => {
    const id = await sandbox.aDestination("Rotated");
    await anExport(sandbox, id, "Rotated", people);
    await sandbox.dataSource.query("update destination set state = 'KEY_REFUSED' where id = $1", [id]);
    const before = await row(id);
    const apiKey = sandbox.simulator.keys.MARKETING_ONLY;
    expect(await update(id, { apiKey: ` ${apiKey}\n` })).toMatchObject({
      ...{ __typename: "Destination", state: "READY", apiKeyId: idOf(apiKey) },
    });
    const after = await row(id);
    expect(after.sealed_api_key).not.toEqual(before.sealed_api_key);
    expect((await eventsOf(id)).slice(-2)).toEqual(["destination-updated", "api-key-replaced"]);
    const { testDestination } = await sandbox.ask(
      `mutation { testDestination(access: { destinationId: "${id}" }) { ... on DestinationTest { apiKeyId } } }`,
    );
    expect(testDestination.apiKeyId).toBe(idOf(apiKey));
  });

  test("opens what a lost key file has closed", async () => {
    const id = await sandbox.aDestination("Closed");
    await anExport(sandbox, id, "Closed", people);
    const sealed = { v: 1, kid: "of-another-file", key: "", box: "" };
    await sandbox.dataSource.query("update destination set sealed_api_key = $2 where id = $1", [id, sealed]);
    expect(await update(id, { listId: await sandbox.aList("Closed list") })).toMatchObject({
      code: "key-unreadable",
    });
    expect(await update(id, { apiKey: sandbox.simulator.keys.GOOD })).toMatchObject({ state: "READY" });
    const { sendGridFields } = await sandbox.ask(`{ sendGridFields(destinationId: "${id}") { __typename } }`);
    expect(sendGridFields.__typename).toBe("SendGridFields");
  });

  test.each([
    ["is none", () => "SG.short.one", "MALFORMED"],
    ["SendGrid does not know", () => sandbox.simulator.keys.REVOKED, "UNAUTHORIZED"],
    ["lacks marketing rights", () => sandbox.simulator.keys.WITHOUT_MARKETING, "MISSING_SCOPES"],
    ["opens another account", () => stranger.keys.GOOD, "OTHER_ACCOUNT"],
  ])("that %s is refused, and the old one stays", async (what, key, problem) => {
    const id = await sandbox.aDestination(`Key ${what}`);
    await anExport(sandbox, id, `Key ${what}`, people);
    const before = await row(id);
    expect(await update(id, { name: "Not this either", apiKey: key() })).toMatchObject({
      ...{ __typename: "ApiKeyRefused", problem },
    });
    expect(await row(id)).toEqual(before);
  });

  test("of another account is told by the lists that the old key shows, where no export names one", async () => {
    const id = await sandbox.aDestination("No list of its own");
    await sandbox.aList("Shown by the old key");
    expect(await update(id, { apiKey: stranger.keys.GOOD })).toMatchObject({ problem: "OTHER_ACCOUNT" });
    expect(await update(id, { apiKey: sandbox.simulator.keys.MARKETING_ONLY })).toMatchObject({
      state: "READY",
    });
  });

  describe("where the old one is revoked and the list is deleted", () => {
    const lost = async (name: string) => {
      const id = await sandbox.aDestination(name);
      const { listId } = await anExport(sandbox, id, name, people);
      await deleteList(listId);
      await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: true });
      return id;
    };
    afterEach(() => controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: false }));

    test("is taken when somebody says that the account is the same, and who said so is kept", async () => {
      const id = await lost("Nothing left to tell by");
      const apiKey = sandbox.simulator.keys.MARKETING_ONLY;
      expect(await update(id, { apiKey })).toMatchObject({ problem: "ACCOUNT_UNKNOWN" });
      expect((await row(id)).api_key_id).toBe(idOf(sandbox.simulator.keys.GOOD));
      expect(await update(id, { apiKey, isSameAccount: true })).toMatchObject({ apiKeyId: idOf(apiKey) });
      expect((await eventsOf(id)).slice(-2)).toEqual(["api-key-replaced", "account-vouched-for"]);
    });

    test("is known by another list that it has written to", async () => {
      const id = await lost("An earlier list");
      await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: false });
      await update(id, { listId: await sandbox.aList("An earlier list: offered first") });
      await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: true });
      expect(await update(id, { apiKey: sandbox.simulator.keys.MARKETING_ONLY })).toMatchObject({
        state: "READY",
      });
      expect(await eventsOf(id)).not.toContain("account-vouched-for");
    });
  });

  test("of another account is refused, whatever somebody says, while the old one shows lists", async () => {
    const id = await sandbox.aDestination("Not what they say");
    await deleteList((await anExport(sandbox, id, "Not what they say", people)).listId);
    await sandbox.aList("Shown meanwhile");
    expect(await update(id, { apiKey: stranger.keys.GOOD, isSameAccount: true })).toMatchObject({
      problem: "OTHER_ACCOUNT",
    });
  });

  test("is not taken on trust while SendGrid does not answer", async () => {
    const id = await sandbox.aDestination("Out of order");
    await strike(sandbox.simulator, "GET /v3/marketing/lists", { kind: "status", status: 500 });
    expect(await update(id, { apiKey: sandbox.simulator.keys.MARKETING_ONLY })).toMatchObject({
      code: "sendgrid-unavailable",
    });
  });

  test("leaves alone a name that somebody else gives the destination while it is tried", async () => {
    const id = await sandbox.aDestination("Tried");
    await anExport(sandbox, id, "Tried", people);
    await strike(sandbox.simulator, "GET /v3/scopes", { kind: "slow", byMs: 500 });
    const replacing = update(id, { apiKey: sandbox.simulator.keys.MARKETING_ONLY });
    await expect.poll(() => faultsToCome(sandbox.simulator)).toEqual([]);
    await update(id, { name: "Renamed while tried" });
    expect(await replacing).toMatchObject({ name: "Renamed while tried", state: "READY" });
  });

  test("serves a run that is under way: the old one may be revoked at once", async () => {
    const id = await sandbox.aDestination("Under way");
    const { exportId, listId } = await anExport(sandbox, id, "Under way", people);
    const settings = (jobDelayMs: number) =>
      controlSimulator(sandbox.simulator, "PUT", "/settings", { jobDelayMs });
    await settings(600_000);
    const runId = await startRun(sandbox, exportId);
    try {
      for await (const { runChanged } of sandbox.follow(
        `subscription { runChanged(runId: "${runId}") { state } }`,
      ))
        if (runChanged.state === "SETTLING") break;
      expect(await update(id, { apiKey: sandbox.simulator.keys.MARKETING_ONLY })).toMatchObject({
        state: "READY",
      });
      await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: true });
      await settings(0);
      await controlSimulator(sandbox.simulator, "PUT", "/settings", { clockSkewMs: 700_000 });
      expect(await endOf(sandbox, runId)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 1 });
      expect((await row(id)).state).toBe("READY");
    } finally {
      await settings(0);
      await controlSimulator(sandbox.simulator, "PUT", "/settings", { clockSkewMs: 0 });
      await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: false });
    }
    expect(await sandbox.addressesOn(listId)).toEqual(["a@example.com"]);
  });
});

test("how many contacts the contract allows can be said when the account is connected", async () => {
  const document = `mutation ($input: CreateDestinationInput!) {
    createDestination(input: $input) { ... on Destination { contactLimit } ... on InvalidInput { issues { code } } }
  }`;
  const create = async (name: string, contactLimit: number) => {
    const account = { apiKey: sandbox.simulator.keys.GOOD, consent: true, consentTextVersion: "test" };
    return (await sandbox.ask(document, { input: { name, contactLimit, ...account } })).createDestination;
  };
  expect(await create("With a contract", 10_000)).toEqual({ contactLimit: 10_000 });
  expect(await create("For nobody", -1)).toEqual({ issues: [{ code: "contact-limit-malformed" }] });
});
