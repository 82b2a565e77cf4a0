import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";

let sandbox: Sandbox;
let destinationId: string;
let exportId: string;
let runId: string;
beforeAll(async () => {
  sandbox = await aSandbox();
  destinationId = await sandbox.aDestination("Newsletter");
  ({ exportId } = await anExport(sandbox, destinationId, "Readers", { ada: { email: "ada@example.com" } }));
  runId = await startRun(sandbox, exportId);
  await endOf(sandbox, runId);
});
afterAll(async () => await sandbox.close());

const EVENTS = `query ($first: Int, $after: String, $action: String, $subjectId: ID) {
  auditEvents(first: $first, after: $after, action: $action, subjectId: $subjectId) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { id at action subjectId subjectName actor { name } } }
  }
}`;
const ask = async (variables: object = {}) =>
  (await sandbox.ask(EVENTS, { first: 50, ...variables })).auditEvents;
// biome-ignore lint/suspicious/noExplicitAny: untyped JSON, as any client gets it
type Json = any;
const actionsOf = (page: Json): readonly string[] => page.edges.map(({ node }: Json) => node.action);

describe("auditEvents", () => {
  test("tells newest first who did what to which thing: consent, export user, export, run", async () => {
    const { edges, totalCount } = await ask();
    const events = edges.filter(({ node }: Json) =>
      [destinationId, exportId, runId].includes(node.subjectId),
    );
    expect(events.map(({ node }: Json) => node.action)).toEqual([
      "run-started",
      "export-created",
      "export-user-changed",
      "consent-given",
      "destination-created",
    ]);
    expect(events[1].node).toMatchObject({ subjectName: "Readers", actor: { name: "Local administrator" } });
    expect(Math.abs(Date.now() - Date.parse(events[0].node.at))).toBeLessThan(60_000);
    expect(totalCount).toBe(edges.length);
  });

  test("come page by page, each once", async () => {
    const seen: string[] = [];
    let page = await ask({ first: 2 });
    for (;;) {
      seen.push(...actionsOf(page));
      if (!page.pageInfo.hasNextPage) break;
      page = await ask({ first: 2, after: page.pageInfo.endCursor });
    }
    expect(seen).toEqual(actionsOf(await ask()));
  });

  test("are narrowed by kind and by subject", async () => {
    expect(new Set(actionsOf(await ask({ action: "consent-given" })))).toEqual(new Set(["consent-given"]));
    expect(actionsOf(await ask({ subjectId: destinationId }))).toEqual([
      "export-user-changed",
      "consent-given",
      "destination-created",
    ]);
    expect(await ask({ action: "run-started", subjectId: destinationId })).toMatchObject({
      edges: [],
      totalCount: 0,
    });
    expect((await ask({ subjectId: "nobody" })).edges).toEqual([]);
  });

  test("tell of a change of schedule, and of a removal that outlives its subject", async () => {
    const id = await sandbox.aDestination("Old");
    const { exportId: old } = await anExport(sandbox, id, "Old readers", {
      bob: { email: "bob@example.com" },
    });
    await sandbox.ask(
      "mutation ($ids: [ID!]!) { scheduleExports(ids: $ids, schedule: { kind: OFF }) { __typename } }",
      { ids: [old] },
    );
    await sandbox.ask("mutation ($id: ID!) { removeDestination(id: $id) { __typename } }", { id });
    const page = await ask({ subjectId: old });
    expect(actionsOf(page)).toEqual(["export-removed", "export-scheduled", "export-created"]);
    expect(page.edges[0].node.subjectName).toBe("Old readers");
    expect(actionsOf(await ask({ subjectId: id, first: 1 }))).toEqual(["destination-removed"]);
  });
});

/** By mutation what it leaves in the audit; null where nothing here is changed. */
const AUDITED: Readonly<Record<string, string | null>> = {
  createSource: "source-created",
  removeSource: "source-removed",
  loadSampleData: "source-created",
  createSegment: "segment-created",
  updateSegment: "segment-updated",
  removeSegment: "segment-removed",
  createDestination: "destination-created",
  updateDestination: "destination-updated",
  becomeExportUser: "export-user-changed",
  removeDestination: "destination-removed",
  testDestination: null,
  createSendGridList: null,
  createSendGridField: null,
  createExport: "export-created",
  updateExport: "export-updated",
  scheduleExports: "export-scheduled",
  removeExport: "export-removed",
  startExport: "run-started",
  startAllExports: "run-started",
  retryRun: "run-retried",
  undoRun: "run-undone",
  approveRun: "run-approved",
  cancelRun: "run-canceled",
  checkDrift: "drift-check-started",
  repairDrift: "drift-repaired",
  updateSchedule: "refresh-scheduled",
  startRefresh: "refresh-started",
  cancelRefresh: "refresh-canceled",
  erasePerson: "erasure-started",
  retryErasure: "erasure-tried-again",
  readmitPerson: "person-readmitted",
  createAlertChannel: "alert-channel-created",
  updateAlertChannel: "alert-channel-updated",
  removeAlertChannel: "alert-channel-removed",
  testAlertChannel: "alert-channel-tested",
};

test("every mutation of the contract says here what it leaves in the audit", async () => {
  const sdl = await readFile(new URL("../../../schema.graphql", import.meta.url), "utf8");
  const mutations = /^type Mutation \{([\s\S]*?)^\}/m.exec(sdl)?.[1] ?? "";
  const names = [...mutations.matchAll(/^ {2}(\w+)[(:]/gm)].map(([, name]) => name);
  expect(names.toSorted()).toEqual(Object.keys(AUDITED).toSorted());
});
