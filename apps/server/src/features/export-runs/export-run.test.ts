import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { someProfiles } from "../../testing/some-profiles.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox();
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

const MATCHING = [
  { target: "email", kind: "FIELD", value: "email" },
  { target: "first_name", kind: "FIELD", value: "name" },
  { target: "city", kind: "FIELD", value: "city" },
];

async function anExport(name: string, profiles: Parameters<typeof someProfiles>[1]): Promise<string> {
  const { segmentId } = await someProfiles(sandbox.dataSource, profiles);
  const { createExport } = await sandbox.ask(
    `mutation ($input: CreateExportInput!) {
       createExport(input: $input) { ... on Export { id } ... on UserError { code message } }
     }`,
    { input: { name, destinationId, listId: sandbox.list.id, matching: MATCHING, segmentIds: [segmentId] } },
  );
  return createExport.id;
}

const RUN = `id state selectedCount processedCount acceptedCount deliveredCount rejectedCount duplicateCount notSentCount
  failure { code message } rejections { code field count }`;

async function start(exportId: string): Promise<string> {
  const { startExport } = await sandbox.ask(
    `mutation ($id: ID!) { startExport(exportId: $id) { __typename ... on Run { id } ... on UserError { message } } }`,
    { id: exportId },
  );
  return startExport.id;
}

/** Every state of the run that a watcher sees, the last one last. */
async function watch(runId: string) {
  const seen = [];
  for await (const { runChanged } of sandbox.follow(
    `subscription ($id: ID!) { runChanged(runId: $id) { ${RUN} } }`,
    { id: runId },
  )) {
    seen.push(runChanged);
  }
  return seen;
}

describe("a run", () => {
  test("delivers whom it can, and says of everybody else why not", async () => {
    const exportId = await anExport("Everybody", {
      "c-1": { email: "Ada@Example.com", name: "Ada", city: "Алматы" },
      "c-2": { email: "ada@example.com ", name: "Ada again", city: "" },
      "c-3": { email: "not an address", name: "Bob" },
      "c-4": { name: "Cid" },
      "c-5": { email: "eve@example.com", name: "Eve", city: "x".repeat(61) },
      "c-6": { email: "fay@example.com", name: "Fay" },
    });
    const runId = await start(exportId);
    const last = (await watch(runId)).at(-1);

    expect(last).toMatchObject({
      ...{ state: "SUCCEEDED", selectedCount: 6, processedCount: 6, acceptedCount: 2 },
      ...{ deliveredCount: 2, rejectedCount: 3, duplicateCount: 1, notSentCount: 0, failure: null },
    });
    expect(last.rejections).toEqual([
      { code: "email-malformed", field: "email", count: 1 },
      { code: "email-missing", field: "email", count: 1 },
      { code: "too-long", field: "city", count: 1 },
    ]);
    expect(await sandbox.addressesOnList()).toEqual(["ada@example.com", "fay@example.com"]);

    const { outcomes } = await sandbox.ask(
      `query ($id: ID!) { outcomes(runId: $id) { totalCount edges { node { profileKey kind code field value duplicateOfKey } } } }`,
      { id: runId },
    );
    expect(outcomes.edges.map(({ node }: { node: object }) => node)).toMatchObject([
      { profileKey: "c-1", kind: "DELIVERED" },
      { profileKey: "c-2", kind: "DUPLICATE", duplicateOfKey: "c-1" },
      {
        profileKey: "c-3",
        kind: "REJECTED",
        code: "email-malformed",
        field: "email",
        value: "not an address",
      },
      { profileKey: "c-4", kind: "REJECTED", code: "email-missing", field: "email", value: null },
      { profileKey: "c-5", kind: "REJECTED", code: "too-long", field: "city", value: "x".repeat(61) },
      { profileKey: "c-6", kind: "DELIVERED" },
    ]);
  });

  test("only moves forward, and its counts only grow, for whoever watches", async () => {
    const exportId = await anExport("Watched", { a: { email: "a@example.com", name: "A" } });
    const seen = await watch(await start(exportId));
    const order = ["QUEUED", "PREPARING", "UPLOADING", "SETTLING", "SUCCEEDED"];
    const places = seen.map(({ state }) => order.indexOf(state));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const processed = seen.map(({ processedCount }) => processedCount);
    expect(processed).toEqual(processed.toSorted((a, b) => a - b));
  });

  test("a second start while one is under way gets the run that is", async () => {
    const exportId = await anExport("Twice", { b: { email: "b@example.com", name: "B" } });
    const clicks = await Promise.all(
      [1, 2, 3].map(() =>
        sandbox.ask(
          `mutation ($id: ID!) { startExport(exportId: $id) {
             __typename ... on Run { id } ... on ExportAlreadyRunning { run { id } } } }`,
          { id: exportId },
        ),
      ),
    );
    const types = clicks.map(({ startExport }) => startExport.__typename).toSorted();
    expect(types).toEqual(["ExportAlreadyRunning", "ExportAlreadyRunning", "Run"]);
    expect(new Set(clicks.map(({ startExport }) => startExport.id ?? startExport.run.id)).size).toBe(1);
  });

  test("the download has a line for each outcome, and a spreadsheet takes no cell for a formula", async () => {
    const exportId = await anExport("Formulas", { "=1+1": { email: "=cmd()", name: "F" } });
    const runId = await start(exportId);
    await watch(runId);
    const response = await fetch(`${sandbox.url}/runs/${runId}/outcomes.csv?kind=REJECTED`);
    expect(response.headers.get("content-type")).toContain("text/csv");
    const [header, line, end] = (await response.text()).split("\r\n");
    expect(header).toContain("profile,outcome,code");
    expect(line).toMatch(/^'=1\+1,REJECTED,email-malformed,email,'=cmd\(\),/);
    expect(end).toBe("");
  });

  test("of an export that is not there, or of an id that is none, is refused in words", async () => {
    for (const id of ["00000000-0000-4000-8000-00000000dead", "nonsense"]) {
      const { startExport } = await sandbox.ask(
        `mutation ($id: ID!) { startExport(exportId: $id) { __typename ... on UserError { code } } }`,
        { id },
      );
      expect(startExport).toEqual({ __typename: "NotFound", code: "not-found" });
    }
  });
});
