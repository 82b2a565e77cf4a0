import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { controlSimulator, strike } from "../../testing/simulator-control.ts";
import { someProfiles } from "../../testing/some-profiles.ts";
import { aSuppressionGroup } from "../../testing/suppressions.ts";

let sandbox: Sandbox;
let destinationId: string;
let group: number;
let input: object;
beforeAll(async () => {
  sandbox = await aSandbox();
  destinationId = await sandbox.aDestination("Marketing");
  group = await aSuppressionGroup(sandbox.simulator, "Offers", "a@example.com", "b@example.com");
  const { segmentId } = await someProfiles(sandbox.dataSource, { a: { email: "a@example.com" } });
  input = {
    listId: await sandbox.aList("Customers"),
    matching: [{ target: "email", kind: "FIELD", value: "email" }],
    segmentIds: [segmentId],
  };
});
afterAll(async () => await sandbox.close());
afterEach(async () => await controlSimulator(sandbox.simulator, "DELETE", "/faults"));

const SAVED = `__typename ... on Export { id suppressions suppressionGroups { id name } }
  ... on InvalidInput { issues { path code message } }`;
const create = async (name: string, choice: object = {}) =>
  (
    await sandbox.ask(`mutation ($input: CreateExportInput!) { createExport(input: $input) { ${SAVED} } }`, {
      input: { ...input, destinationId, name, ...choice },
    })
  ).createExport;
const update = async (id: string, name: string, choice: object = {}) =>
  (
    await sandbox.ask(`mutation ($input: UpdateExportInput!) { updateExport(input: $input) { ${SAVED} } }`, {
      input: { ...input, id, name, ...choice },
    })
  ).updateExport;
const forbidden = { kind: "status", status: 403 };

describe("an export's suppressions", () => {
  test("are none unless it says so", async () => {
    expect(await create("Plain")).toMatchObject({ suppressions: [], suppressionGroups: [] });
  });

  test("are kept as chosen, each once, with the groups' names", async () => {
    const choice = {
      suppressions: ["SPAM_REPORT", "BOUNCE", "BOUNCE"],
      suppressionGroupIds: [group, group],
    };
    expect(await create("Chosen", choice)).toMatchObject({
      suppressions: ["SPAM_REPORT", "BOUNCE"],
      suppressionGroups: [{ id: group, name: "Offers" }],
    });
  });

  test("stay as they are where a change does not speak of them, and go where it does", async () => {
    const { id } = await create("Changed", { suppressions: ["BOUNCE"], suppressionGroupIds: [group] });
    expect(await update(id, "Renamed")).toMatchObject({
      suppressions: ["BOUNCE"],
      suppressionGroups: [{ id: group, name: "Offers" }],
    });
    expect(
      await update(id, "Renamed", { suppressions: ["INVALID_EMAIL"], suppressionGroupIds: [] }),
    ).toMatchObject({ suppressions: ["INVALID_EMAIL"], suppressionGroups: [] });
  });

  test("cannot name a group that is not there", async () => {
    const { __typename, issues } = await create("No group", { suppressionGroupIds: [group, 999] });
    expect(__typename).toBe("InvalidInput");
    expect(issues).toMatchObject([{ path: "suppressionGroupIds.1", code: "suppression-group-not-found" }]);
  });

  test("cannot be chosen where the key may not read them: the scopes to add are named", async () => {
    await strike(sandbox.simulator, "GET /v3/suppression/bounces", forbidden);
    const kinds = await create("Unreadable", { suppressions: ["BOUNCE"] });
    expect(kinds.issues).toMatchObject([{ path: "suppressions", code: "suppressions-unreadable" }]);
    expect(kinds.issues[0].message).toContain("suppression.read");
    await strike(sandbox.simulator, "GET /v3/asm/groups", forbidden);
    const groups = await create("Unreadable", { suppressionGroupIds: [group] });
    expect(groups.issues).toMatchObject([{ path: "suppressionGroupIds", code: "suppressions-unreadable" }]);
  });
});

describe("sendGridSuppressionGroups", () => {
  const groups = async (id: string) =>
    (
      await sandbox.ask(
        `query ($id: ID!) { sendGridSuppressionGroups(destinationId: $id) {
           __typename ... on SendGridSuppressionGroups { groups { id name unsubscribes } }
           ... on UserError { code } ... on SuppressionsUnreadable { missingScopes } } }`,
        { id },
      )
    ).sendGridSuppressionGroups;

  test("are the account's, with how many have left each", async () => {
    expect(await groups(destinationId)).toEqual({
      __typename: "SendGridSuppressionGroups",
      groups: [{ id: group, name: "Offers", unsubscribes: 2 }],
    });
  });

  test.each(["GET /v3/suppression/unsubscribes", "GET /v3/asm/groups"])(
    "are refused with the scopes to add where %s is not allowed",
    async (endpoint) => {
      await strike(sandbox.simulator, endpoint, forbidden);
      expect(await groups(destinationId)).toMatchObject({
        code: "suppressions-unreadable",
        missingScopes: expect.arrayContaining(["suppression.read", "asm.groups.read"]),
      });
    },
  );

  test("of a destination that is not there are not found", async () => {
    expect(await groups("00000000-0000-4000-8000-00000000dead")).toMatchObject({ code: "not-found" });
  });
});
