import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport } from "../../testing/an-export.ts";
import { controlSimulator, strike } from "../../testing/simulator-control.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox();
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

const ERRORS =
  "__typename ... on UserError { code } ... on ApiKeyRefused { problem } ... on InvalidInput { issues { path code message } }";
const TEST = `mutation ($access: SendGridAccessInput!) {
  testDestination(access: $access) { ${ERRORS} ... on DestinationTest { apiKeyId scopes contactCount } }
}`;
const LISTS = `query ($access: SendGridAccessInput!) {
  sendGridLists(access: $access) { ${ERRORS} ... on SendGridLists { lists { id name contactCount } } }
}`;
const ADD_LIST = `mutation ($input: CreateSendGridListInput!) {
  createSendGridList(input: $input) { ${ERRORS} ... on SendGridList { id name contactCount } }
}`;
const ADD_FIELD = `mutation ($input: CreateSendGridFieldInput!) {
  createSendGridField(input: $input) { ${ERRORS} ... on SendGridField { id name type custom maxLength } }
}`;
const FIELDS = `query ($id: ID!) {
  sendGridFields(destinationId: $id) { __typename ... on UserError { code } ... on SendGridFields { fields { id name type custom maxLength } } }
}`;
const typed = () => ({ apiKey: sandbox.simulator.keys.GOOD });
const saved = () => ({ destinationId });
const state = async () =>
  (await sandbox.ask("query ($id: ID!) { destination(id: $id) { state } }", { id: destinationId }))
    .destination.state;

describe.each([
  ["a key that is not saved", typed],
  ["a saved destination", saved],
])("by %s", (_what, access) => {
  test("an account is tested: which scopes we use, and how many contacts it has", async () => {
    expect((await sandbox.ask(TEST, { access: access() })).testDestination).toEqual({
      __typename: "DestinationTest",
      apiKeyId: sandbox.simulator.keys.GOOD.split(".")[1],
      scopes: ["marketing.read"],
      contactCount: 0,
    });
  });

  test("its lists are shown with their counts, and a new one is among them", async () => {
    const name = `List ${randomUUID()}`;
    const { createSendGridList } = await sandbox.ask(ADD_LIST, {
      input: { access: access(), name: ` ${name} ` },
    });
    expect(createSendGridList).toMatchObject({ __typename: "SendGridList", name, contactCount: 0 });
    const { lists } = (await sandbox.ask(LISTS, { access: access() })).sendGridLists;
    expect(lists).toContainEqual({ id: createSendGridList.id, name, contactCount: 0 });
  });

  test("a list without a name is refused before SendGrid is asked, a name it has already by SendGrid", async () => {
    const add = async (name: string) =>
      (await sandbox.ask(ADD_LIST, { input: { access: access(), name } })).createSendGridList;
    expect(await add(" ")).toMatchObject({ issues: [{ path: "name", code: "name-missing" }] });
    const name = `Twice ${randomUUID()}`;
    await add(name);
    expect(await add(name)).toMatchObject({ issues: [{ path: "name", code: "refused-by-sendgrid" }] });
  });
});

test("a key that cannot be opened any more is said to be so, wherever the account is looked into", async () => {
  const id = await sandbox.aDestination("Key file lost");
  const { exportId, listId } = await anExport(sandbox, id, "Key file lost", {
    a: { email: "a@example.com" },
  });
  const sealed = { v: 1, kid: "of-another-file", key: "", box: "" };
  await sandbox.dataSource.query("update destination set sealed_api_key = $2 where id = $1", [id, sealed]);
  const access = { destinationId: id };
  const unreadable = { __typename: "ApiKeyUnreadable", code: "key-unreadable" };

  expect((await sandbox.ask(TEST, { access })).testDestination).toEqual(unreadable);
  expect((await sandbox.ask(LISTS, { access })).sendGridLists).toEqual(unreadable);
  expect((await sandbox.ask(FIELDS, { id })).sendGridFields).toEqual(unreadable);
  const groups = `{ sendGridSuppressionGroups(destinationId: "${id}") { __typename ... on UserError { code } } }`;
  expect((await sandbox.ask(groups)).sendGridSuppressionGroups).toEqual(unreadable);
  const list = await sandbox.ask(ADD_LIST, { input: { access, name: "New" } });
  expect(list.createSendGridList).toEqual(unreadable);
  const field = await sandbox.ask(ADD_FIELD, { input: { access, name: "new_field", type: "TEXT" } });
  expect(field.createSendGridField).toEqual(unreadable);
  const { updateExport } = await sandbox.ask(
    `mutation ($input: UpdateExportInput!) { updateExport(input: $input) { __typename ... on UserError { code } } }`,
    { input: { id: exportId, name: "Renamed", listId, matching: [EMAIL], segmentIds: [randomUUID()] } },
  );
  expect(updateExport).toEqual(unreadable);
});
const EMAIL = { target: "email", kind: "FIELD", value: "email" };

test("tells how full the account is, and what its contract has left where somebody has told its limit", async () => {
  const id = await sandbox.aDestination("With a contract");
  const account = async () =>
    (
      await sandbox.ask(`{ sendGridAccount(destinationId: "${id}") {
        __typename ... on SendGridAccount { type contactCount billableCount contactLimit headroom } ... on UserError { code }
      } }`)
    ).sendGridAccount;
  const { contactCount, billableCount, headroom } = await account();
  expect(headroom).toBeNull();
  await sandbox.dataSource.query("update destination set contact_limit = 1000 where id = $1", [id]);
  expect(await account()).toEqual({
    ...{ __typename: "SendGridAccount", type: "PAID", contactCount, billableCount },
    ...{ contactLimit: 1_000, headroom: 1_000 - billableCount },
  });
  await strike(sandbox.simulator, "GET /v3/user/account", { kind: "status", status: 500 });
  expect(await account()).toMatchObject({ code: "sendgrid-unavailable" });
});

describe("a custom field", () => {
  const add = async (name: string, type = "NUMBER") =>
    (await sandbox.ask(ADD_FIELD, { input: { access: saved(), name, type } })).createSendGridField;

  test.each(["TEXT", "NUMBER", "DATE"])(
    "is made as a %s, and is among the fields when the answer comes",
    async (type) => {
      const field = await add(` made_${type} `, type);
      expect(field).toMatchObject({ __typename: "SendGridField", name: `made_${type}`, type, custom: true });
      const { fields } = (await sandbox.ask(FIELDS, { id: destinationId })).sendGridFields;
      expect(fields.map(({ id }: { id: string }) => id)).toContain(field.id);
    },
  );

  test.each([
    ["loyalty tier", "name-malformed"],
    ["Email", "name-reserved"],
    ["LOYALTY_TIER", "name-taken"],
  ])("named %j is refused before SendGrid is asked for it: %s", async (name, code) => {
    expect(await add(name)).toMatchObject({ issues: [{ path: "name", code }] });
  });

  test("is not made by a key that SendGrid does not know", async () => {
    const access = { apiKey: sandbox.simulator.keys.REVOKED };
    const input = { access, name: "points_2", type: "TEXT" };
    expect((await sandbox.ask(ADD_FIELD, { input })).createSendGridField).toMatchObject({
      __typename: "ApiKeyRefused",
      problem: "UNAUTHORIZED",
    });
  });
});

describe("an account", () => {
  test.each([
    ["neither", {}],
    ["both", { apiKey: "SG.x.y", destinationId: randomUUID() }],
    ["nulls", { apiKey: null, destinationId: null }],
  ])("is not opened by %s of key and destination", async (_what, access) => {
    const refused = { __typename: "InvalidInput", issues: [{ path: "access", code: "access-ambiguous" }] };
    expect((await sandbox.ask(TEST, { access })).testDestination).toMatchObject(refused);
    expect((await sandbox.ask(LISTS, { access })).sendGridLists).toMatchObject(refused);
    expect((await sandbox.ask(ADD_LIST, { input: { access, name: "X" } })).createSendGridList).toMatchObject(
      refused,
    );
  });

  test.each([randomUUID(), "no-uuid"])("is not there for a destination that is not: %s", async (id) => {
    const access = { destinationId: id };
    for (const document of [TEST, LISTS]) {
      const [answer] = Object.values(await sandbox.ask(document, { access }));
      expect(answer).toMatchObject({ __typename: "NotFound" });
    }
    expect((await sandbox.ask(FIELDS, { id })).sendGridFields).toMatchObject({ code: "not-found" });
  });

  test("says what is wrong with a key", async () => {
    const problemOf = async (apiKey: string) =>
      (await sandbox.ask(TEST, { access: { apiKey } })).testDestination.problem;
    expect(await problemOf("SG.")).toBe("MALFORMED");
    expect(await problemOf(sandbox.simulator.keys.REVOKED)).toBe("UNAUTHORIZED");
    expect(await problemOf(sandbox.simulator.keys.WITHOUT_MARKETING)).toBe("MISSING_SCOPES");
  });

  test("has fields to fill: SendGrid's own with their limits, then its custom ones", async () => {
    const { fields } = (await sandbox.ask(FIELDS, { id: destinationId })).sendGridFields;
    const own = { type: "TEXT", custom: false };
    expect(fields[0]).toEqual({ id: "email", name: "Email", maxLength: 254, ...own });
    expect(fields).toContainEqual({ id: "first_name", name: "First name", maxLength: 50, ...own });
    expect(fields).toContainEqual({
      id: "e1_T",
      name: "loyalty_tier",
      type: "TEXT",
      custom: true,
      maxLength: 1_000,
    });
    expect(fields.map(({ id }: { id: string }) => id)).not.toContain("created_at");
  });

  test("answers SendGridUnavailable where SendGrid breaks off", async () => {
    await strike(sandbox.simulator, "GET /v3/marketing/lists", { kind: "timeout", afterMs: 20 });
    const { sendGridLists } = await sandbox.ask(LISTS, { access: saved() });
    expect(sendGridLists).toMatchObject({ code: "sendgrid-unavailable" });
  });
});

describe("the state of a destination", () => {
  test("is KEY_REFUSED from the first 401 on, and READY again after the first success", async () => {
    await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: true });
    expect((await sandbox.ask(LISTS, { access: saved() })).sendGridLists.problem).toBe("UNAUTHORIZED");
    expect(await state()).toBe("KEY_REFUSED");

    await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: false });
    expect(await state()).toBe("KEY_REFUSED");
    await sandbox.ask(TEST, { access: saved() });
    expect(await state()).toBe("READY");
  });

  test("is KEY_REFUSED after a 403, and says nothing new when SendGrid is merely out of order", async () => {
    await strike(sandbox.simulator, "GET /v3/marketing/lists", { kind: "status", status: 500 });
    await sandbox.ask(LISTS, { access: saved() });
    expect(await state()).toBe("READY");
    await strike(sandbox.simulator, "GET /v3/marketing/lists", { kind: "status", status: 403 });
    await sandbox.ask(LISTS, { access: saved() });
    expect(await state()).toBe("KEY_REFUSED");
    await sandbox.ask(LISTS, { access: saved() });
    expect(await state()).toBe("READY");
  });

  const groups = () =>
    sandbox.ask(`{ sendGridSuppressionGroups(destinationId: "${destinationId}") { __typename } }`);
  const lists = () => sandbox.ask(LISTS, { access: saved() });
  test.each([
    ["the key may not read suppressions", "GET /v3/suppression/unsubscribes", "access forbidden", groups],
    ["the account is full", "GET /v3/marketing/lists", "you have hit your contact limit", lists],
  ])("is not touched by a 403 that says only that %s", async (_what, endpoint, message, ask) => {
    const body = JSON.stringify({ errors: [{ field: null, message }] });
    await strike(sandbox.simulator, endpoint, { kind: "status", status: 403, body });
    await ask();
    expect(await state()).toBe("READY");
  });

  test("is not touched by a typed key that is refused", async () => {
    await sandbox.ask(TEST, { access: { apiKey: sandbox.simulator.keys.REVOKED } });
    expect(await state()).toBe("READY");
  });
});
