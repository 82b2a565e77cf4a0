import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport } from "../../testing/an-export.ts";
import { faultsToCome, strike } from "../../testing/simulator-control.ts";
import { someProfiles } from "../../testing/some-profiles.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox();
});
afterAll(async () => await sandbox.close());

const matching = [{ target: "email", kind: "FIELD", value: "email" }];
const people = { a: { email: "a@example.com" } };
const remove = (name: string, id: string) =>
  sandbox.ask(`mutation ($id: ID!) { ${name}(id: $id) { __typename } }`, { id });

/** Saves while SendGrid takes its time, so that `meanwhile` comes in between. */
async function save(
  name: "createExport" | "updateExport",
  input: object,
  meanwhile: () => Promise<unknown>,
): Promise<unknown> {
  await strike(sandbox.simulator, "GET /v3/marketing/field_definitions", { kind: "slow", byMs: 500 });
  const type = name === "createExport" ? "CreateExportInput" : "UpdateExportInput";
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on NotFound { id } } }`;
  const saving = sandbox.ask(document, { input });
  await expect.poll(() => faultsToCome(sandbox.simulator)).toEqual([]); // it is being checked
  await meanwhile();
  return (await saving)[name];
}

describe("saving an export while it is being checked", () => {
  test("does not make one for a destination that is removed meanwhile", async () => {
    const { segmentId } = await someProfiles(sandbox.dataSource, people);
    const destinationId = await sandbox.aDestination("Removed meanwhile");
    const listId = await sandbox.aList("Removed meanwhile");
    const input = { name: "Late", destinationId, listId, matching, segmentIds: [segmentId] };
    const saved = await save("createExport", input, () => remove("removeDestination", destinationId));
    expect(saved).toEqual({ __typename: "NotFound", id: destinationId });
  });

  test("keeps what it does not mention and somebody else changes meanwhile", async () => {
    const { segmentId } = await someProfiles(sandbox.dataSource, people);
    const destinationId = await sandbox.aDestination("Two at once");
    const { exportId: id, listId } = await anExport(sandbox, destinationId, "Two at once", people);
    const input = { id, name: "Two at once", listId, matching, segmentIds: [segmentId] };
    const choice = { syncMode: "MIRROR", suppressions: ["BOUNCE"] };
    const document = "mutation ($input: UpdateExportInput!) { updateExport(input: $input) { __typename } }";
    const name = "Renamed";
    await save("updateExport", { ...input, name }, () =>
      sandbox.ask(document, { input: { ...input, ...choice } }),
    );
    const { export: saved } = await sandbox.ask(`{ export(id: "${id}") { name syncMode suppressions } }`);
    expect(saved).toEqual({ name, ...choice });
  });

  test("does not bring back one that is removed meanwhile", async () => {
    const { segmentId } = await someProfiles(sandbox.dataSource, people);
    const destinationId = await sandbox.aDestination("Kept");
    const { exportId: id, listId } = await anExport(sandbox, destinationId, "Gone", people);
    const input = { id, name: "Back", listId, matching, segmentIds: [segmentId] };
    const saved = await save("updateExport", input, () => remove("removeExport", id));
    expect(saved).toEqual({ __typename: "NotFound", id });
    expect((await sandbox.ask(`{ export(id: "${id}") { name } }`)).export).toBeNull();
  });
});

test("an export's shares lie between 0 and 1, have usual values, and stay where they are not mentioned", async () => {
  const { segmentId } = await someProfiles(sandbox.dataSource, people);
  const destinationId = await sandbox.aDestination("Shares");
  const { exportId: id, listId } = await anExport(sandbox, destinationId, "Shares", people);
  const shares = async () =>
    (await sandbox.ask(`{ export(id: "${id}") { maxRemovalShare maxRejectedShare } }`)).export;
  const update = async (change: object) => {
    const input = { id, name: "Shares", listId, matching, segmentIds: [segmentId], ...change };
    const document = `mutation ($input: UpdateExportInput!) {
      updateExport(input: $input) { __typename ... on InvalidInput { issues { path code } } } }`;
    return (await sandbox.ask(document, { input })).updateExport.issues;
  };
  expect(await shares()).toEqual({ maxRemovalShare: 0.15, maxRejectedShare: 0.05 });
  await update({ maxRejectedShare: 0 });
  await update({ maxRemovalShare: 1 });
  expect(await shares()).toEqual({ maxRemovalShare: 1, maxRejectedShare: 0 });
  expect(await update({ maxRemovalShare: -0.01, maxRejectedShare: 1.01 })).toEqual([
    { path: "maxRemovalShare", code: "share-out-of-range" },
    { path: "maxRejectedShare", code: "share-out-of-range" },
  ]);
});
