import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { endOf, startRun } from "../../testing/an-export.ts";
import { type SegmentOfProfiles, someProfiles } from "../../testing/some-profiles.ts";

let sandbox: Sandbox;
let destinationId: string;
let listId: string;
let people: SegmentOfProfiles;
let others: SegmentOfProfiles;
beforeAll(async () => {
  sandbox = await aSandbox();
  destinationId = await sandbox.aDestination("Marketing");
  listId = await sandbox.aList("Readers");
  people = await someProfiles(sandbox.dataSource, {
    ada: { email: "ADA@example.com", name: "Ada", city: "Алматы" },
    bob: { email: "bob", name: "Bob", city: "x".repeat(61) },
  });
  others = await someProfiles(sandbox.dataSource, { cid: { email: "cid@example.com", name: "Cid" } });
});
afterAll(async () => await sandbox.close());

const field = (target: string, value: string) => ({ target, kind: "FIELD", value });
const email = field("email", "email");

const create = async (input: object) =>
  (
    await sandbox.ask(
      `mutation ($input: CreateExportInput!) { createExport(input: $input) {
         __typename
         ... on Export { id name list { name } destination { id } matching { target kind value whenEmpty } segments { id } lastRun { id } }
         ... on InvalidInput { issues { path code } }
         ... on MatchingIncomplete { missingFields }
         ... on NotFound { id } } }`,
      { input: { destinationId, listId, matching: [email], segmentIds: [people.segmentId], ...input } },
    )
  ).createExport;

const issuesOf = async (input: object) => {
  const { issues } = await create(input);
  return issues.map(({ path, code }: { path: string; code: string }) => `${path}: ${code}`);
};

describe("saving an export", () => {
  test("keeps what was chosen, and does not run it", async () => {
    const firstName = { target: "first_name", kind: "TEMPLATE", value: "{{name}}", whenEmpty: "CLEAR" };
    const matching = [{ ...email, whenEmpty: "LEAVE" }, firstName];
    expect(await create({ name: " Weekly ", matching: [email, firstName] })).toMatchObject({
      ...{
        __typename: "Export",
        name: "Weekly",
        list: { name: "Readers" },
        destination: { id: destinationId },
      },
      ...{ matching, segments: [{ id: people.segmentId }], lastRun: null },
    });
  });

  test("tells everything that is wrong at once, each with its place", async () => {
    const issues = await issuesOf({
      name: "",
      listId: "00000000-0000-4000-8000-00000000dead",
      matching: [
        email,
        field("first_name", "nothing"),
        field("shoe_size", "name"),
        field("city", "city"),
        field("city", "name"),
        { ...field("external_id", "name"), whenEmpty: "CLEAR" },
      ],
      segmentIds: [people.segmentId, "00000000-0000-4000-8000-00000000dead", "nonsense"],
    });
    expect(issues).toEqual([
      "name: name-missing",
      "listId: list-not-found",
      "matching.1.value: unknown-field",
      "matching.2.target: unknown-target",
      "matching.4.target: target-filled-twice",
      "matching.5.whenEmpty: clearing-impossible",
      "segmentIds.1: segment-not-found",
      "segmentIds.2: segment-not-found",
    ]);
  });

  test("demands an e-mail field, a segment, and a name that no other export has", async () => {
    expect(await create({ name: "No e-mail", matching: [field("city", "city")] })).toMatchObject({
      __typename: "MatchingIncomplete",
      missingFields: ["email"],
    });
    expect(await issuesOf({ name: "Nobody", segmentIds: [] })).toEqual(["segmentIds: segments-missing"]);
    await create({ name: "Taken" });
    expect(await issuesOf({ name: "taken" })).toEqual(["name: name-taken"]);
  });

  test("for a destination that is not there says so", async () => {
    for (const id of ["00000000-0000-4000-8000-00000000dead", "nonsense"]) {
      expect(await create({ name: "Nowhere", destinationId: id })).toEqual({ __typename: "NotFound", id });
    }
  });

  test("again changes it in place", async () => {
    const { id } = await create({ name: "Before" });
    const { updateExport } = await sandbox.ask(
      `mutation ($input: UpdateExportInput!) { updateExport(input: $input) { ... on Export { id name segments { id } } } }`,
      { input: { id, name: "After", listId, matching: [email], segmentIds: [others.segmentId] } },
    );
    expect(updateExport).toEqual({ id, name: "After", segments: [{ id: others.segmentId }] });
  });
});

describe("the sync mode of an export", () => {
  const change = async (input: object) =>
    (
      await sandbox.ask(
        `mutation ($input: UpdateExportInput!) { updateExport(input: $input) { ... on Export { syncMode } } }`,
        { input: { listId, matching: [email], segmentIds: [people.segmentId], ...input } },
      )
    ).updateExport;

  test("adds unless told otherwise, and stays as it is until it is told again", async () => {
    const { id } = await create({ name: "Modes" });
    expect(await change({ id, name: "Modes" })).toEqual({ syncMode: "ADD" });
    expect(await change({ id, name: "Modes", syncMode: "MIRROR" })).toEqual({ syncMode: "MIRROR" });
    expect(await change({ id, name: "Modes" })).toEqual({ syncMode: "MIRROR" });
  });
});

describe("removing an export", () => {
  test("forgets whom it has delivered, and leaves them on the list", async () => {
    const { id } = await create({ name: "Forgotten", syncMode: "MIRROR" });
    await endOf(sandbox, await startRun(sandbox, id));
    const deliveries = async () =>
      (await sandbox.dataSource.query("select count(*) as count from delivery where export_id = $1", [id]))[0]
        .count;
    expect(await deliveries()).toBe(1);
    await sandbox.ask("mutation ($id: ID!) { removeExport(id: $id) { __typename } }", { id });
    expect(await deliveries()).toBe(0);
    expect(await sandbox.addressesOn(listId)).toContain("ada@example.com");
  });

  test("keeps its runs as they were", async () => {
    const { id } = await create({ name: "Short-lived" });
    const runId = await startRun(sandbox, id);
    await endOf(sandbox, runId);
    const { removeExport } = await sandbox.ask(
      "mutation ($id: ID!) { removeExport(id: $id) { __typename ... on ExportRemoved { id } } }",
      { id },
    );
    expect(removeExport).toEqual({ __typename: "ExportRemoved", id });
    const { run, export: gone } = await sandbox.ask(
      "query ($runId: ID!, $id: ID!) { run(id: $runId) { exportId exportName state } export(id: $id) { id } }",
      { runId, id },
    );
    expect(run).toEqual({ exportId: null, exportName: "Short-lived", state: "SUCCEEDED" });
    expect(gone).toBeNull();
  });
});

describe("a preview", () => {
  const preview = async (input: object) =>
    (
      await sandbox.ask(
        `query ($input: ExportPreviewInput!) { exportPreview(input: $input) {
           ... on ExportPreview { rows {
             profileKey values { target value problem { code } } rejection { code field } } }
           ... on InvalidInput { issues { path code } } } }`,
        { input },
      )
    ).exportPreview;

  test("shows real rows as SendGrid would get them, and what would be rejected", async () => {
    const matching = [
      email,
      field("city", "city"),
      { target: "last_name", kind: "CONSTANT", value: "Reader" },
    ];
    const { rows } = await preview({ matching, segmentIds: [people.segmentId] });
    expect(rows).toEqual([
      {
        profileKey: "ada",
        values: [
          { target: "email", value: "ada@example.com", problem: null },
          { target: "city", value: "Алматы", problem: null },
          { target: "last_name", value: "Reader", problem: null },
        ],
        rejection: null,
      },
      {
        profileKey: "bob",
        values: [
          { target: "email", value: "bob", problem: { code: "email-malformed" } },
          { target: "city", value: "x".repeat(61), problem: { code: "too-long" } },
          { target: "last_name", value: "Reader", problem: null },
        ],
        rejection: { code: "email-malformed", field: "email" },
      },
    ]);
  });

  test("knows the account's own fields", async () => {
    const { sendGridFields } = await sandbox.ask(
      "query ($id: ID!) { sendGridFields(destinationId: $id) { ... on SendGridFields { fields { id type custom } } } }",
      { id: destinationId },
    );
    const number = sendGridFields.fields.find(
      ({ custom, type }: { custom: boolean; type: string }) => custom && type === "NUMBER",
    );
    const { rows } = await preview({
      destinationId,
      matching: [email, field(number.id, "name")],
      segmentIds: [others.segmentId],
    });
    expect(rows[0].values[1].problem).toEqual({ code: "number-malformed" });
  });

  test("tells what is wrong with the matching instead", async () => {
    const { issues } = await preview({ matching: [email, field("city", "nothing")], segmentIds: [] });
    expect(issues).toEqual([{ path: "matching.1.value", code: "unknown-field" }]);
  });
});
