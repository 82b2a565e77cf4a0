import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { controlSimulator, strike } from "../../testing/simulator-control.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox();
});
afterAll(async () => await sandbox.close());

const people = { a: { email: "a@example.com" } };
const REMOVE = `mutation ($id: ID!) {
  removeDestination(id: $id) {
    __typename
    ... on DestinationRemoved { id removedExports }
    ... on UserError { code }
    ... on RunsInProgress { runs { id state } }
  }
}`;
const remove = async (id: string) => (await sandbox.ask(REMOVE, { id })).removeDestination;
const find = async (id: string) =>
  (await sandbox.ask("query ($id: ID!) { destination(id: $id) { id name state exportCount } }", { id }))
    .destination;
const rows = (sql: string, ...values: unknown[]) => sandbox.dataSource.query(sql, values);
const eventsOf = async (id: string) =>
  (await rows("select action from audit_event where subject_id = $1 order by id", id)).map(
    ({ action }: { action: string }) => action,
  );

describe("destinations", () => {
  test("come by name, upper and lower case as one, page after page, each once", async () => {
    const names = ["alpha", "Beta", "gamma", "Ökonomie", "алматы", "Астана", "Тараз"];
    for (const name of names.toReversed()) await sandbox.aDestination(name);

    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { destinations } = await sandbox.ask(
        `query ($after: String) {
           destinations(first: 3, after: $after) {
             totalCount pageInfo { hasNextPage endCursor } edges { node { name consent { user { name } } exportUser { name } } }
           }
         }`,
        { after },
      );
      for (const { node } of destinations.edges) {
        seen.push(node.name);
        expect([node.consent.user.name, node.exportUser.name]).toEqual(Array(2).fill("Local administrator"));
      }
      if (!destinations.pageInfo.hasNextPage) {
        expect(seen).toHaveLength(destinations.totalCount);
        break;
      }
      after = destinations.pageInfo.endCursor;
    }
    expect(seen.filter((name) => names.includes(name))).toEqual(names.toSorted(byLowerCase));
  });

  test.each([0, -1, 201])("refuse a page of %i", async (first) => {
    await expect(sandbox.ask(`{ destinations(first: ${first}) { totalCount } }`)).rejects.toThrow(
      "BAD_USER_INPUT",
    );
  });

  test("are found by id, and null for an id that is none of them", async () => {
    const id = await sandbox.aDestination("By id");
    expect(await find(id)).toMatchObject({ id, name: "By id" });
    expect(await find(randomUUID())).toBeNull();
    expect(await find("by-id")).toBeNull();
  });
});

describe("becomeExportUser", () => {
  const BECOME = `mutation ($id: ID!) {
    becomeExportUser(destinationId: $id) {
      __typename ... on Destination { state exportUser { name } } ... on UserError { code }
    }
  }`;
  const become = async (id: string) => (await sandbox.ask(BECOME, { id })).becomeExportUser;

  test("makes a destination ready, and is kept in the audit log", async () => {
    const id = await sandbox.aDestination("Ready");
    expect(await become(id)).toMatchObject({ state: "READY", exportUser: { name: "Local administrator" } });
    expect(await eventsOf(id)).toContain("export-user-changed");
  });

  test("does not hide that SendGrid refuses the key", async () => {
    const id = await sandbox.aDestination("Refused");
    await strike(sandbox.simulator, "GET /v3/scopes", { kind: "status", status: 401 });
    await sandbox.ask(
      "mutation ($id: ID!) { testDestination(access: { destinationId: $id }) { __typename } }",
      { id },
    );
    expect(await become(id)).toMatchObject({ state: "KEY_REFUSED" });
  });

  test.each([randomUUID(), "none"])("knows no destination %s", async (id) => {
    expect(await become(id)).toMatchObject({ __typename: "NotFound", code: "not-found" });
  });
});

describe("removeDestination", () => {
  test("takes its exports along, destroys the key, and keeps the consent and the runs", async () => {
    const id = await sandbox.aDestination("Removed");
    const { exportId } = await anExport(sandbox, id, "First of removed", people);
    await anExport(sandbox, id, "Second of removed", people);
    const runId = await startRun(sandbox, exportId);
    await endOf(sandbox, runId);
    expect((await find(id)).exportCount).toBe(2);

    expect(await remove(id)).toEqual({ __typename: "DestinationRemoved", id, removedExports: 2 });

    expect(await find(id)).toBeNull();
    expect(await rows("select from destination where id = $1", id)).toEqual([]);
    expect(await rows("select from export where destination_id = $1", id)).toEqual([]);
    expect(
      await rows("select destination_name, text_version from consent where destination_id = $1", id),
    ).toEqual([{ destination_name: "Removed", text_version: "test" }]);
    const { run } = await sandbox.ask("query ($id: ID!) { run(id: $id) { exportId exportName state } }", {
      id: runId,
    });
    expect(run).toEqual({ exportId: null, exportName: "First of removed", state: "SUCCEEDED" });
    expect((await eventsOf(id)).at(-1)).toBe("destination-removed");
    expect((await eventsOf(exportId)).at(-1)).toBe("export-removed");
  });

  test("leaves other destinations and their exports alone", async () => {
    const [kept, gone] = [await sandbox.aDestination("Kept"), await sandbox.aDestination("Gone")];
    await anExport(sandbox, kept, "Kept export", people);
    expect(await remove(gone)).toMatchObject({ removedExports: 0 });
    expect((await find(kept)).exportCount).toBe(1);
  });

  test("waits for nobody: while a run is under way it changes nothing and names the run", async () => {
    const id = await sandbox.aDestination("Busy");
    const { exportId } = await anExport(sandbox, id, "Busy export", people);
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { jobDelayMs: 600_000 });
    try {
      const runId = await startRun(sandbox, exportId);
      const refused = await remove(id);
      expect(refused).toMatchObject({ __typename: "RunsInProgress", code: "runs-in-progress" });
      expect(refused.runs.map((run: { id: string }) => run.id)).toEqual([runId]);
      expect((await find(id)).exportCount).toBe(1);
      await sandbox.ask("mutation ($id: ID!) { cancelRun(runId: $id) { __typename } }", { id: runId });
    } finally {
      await controlSimulator(sandbox.simulator, "PUT", "/settings", { jobDelayMs: 0 });
    }
  });

  test("and a start at the same moment: either the run is named, or it cannot begin", async () => {
    const id = await sandbox.aDestination("Race");
    const { exportId } = await anExport(sandbox, id, "Race export", people);
    const start = sandbox.ask("mutation ($id: ID!) { startExport(exportId: $id) { __typename } }", {
      id: exportId,
    });
    const [{ startExport }, removed] = await Promise.all([start, remove(id)]);
    expect([
      ["Run", "RunsInProgress"],
      ["NotFound", "DestinationRemoved"],
    ]).toContainEqual([startExport.__typename, removed.__typename]);
  });

  test.each([randomUUID(), "none"])("knows no destination %s", async (id) => {
    expect(await remove(id)).toMatchObject({ __typename: "NotFound" });
  });
});

const byLowerCase = (a: string, b: string) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);
