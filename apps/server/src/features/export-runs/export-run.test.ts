import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun, watchRun } from "../../testing/an-export.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox();
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

describe("a run", () => {
  test("delivers whom it can, and says of everybody else why not", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "Everybody", {
      "c-1": { email: "Ada@Example.com", name: "Ada", city: "Алматы" },
      "c-2": { email: "ada@example.com ", name: "Ada again", city: "" },
      "c-3": { email: "not an address", name: "Bob" },
      "c-4": { name: "Cid" },
      "c-5": { email: "eve@example.com", name: "Eve", city: "x".repeat(61) },
      "c-6": { email: "fay@example.com", name: "Fay" },
    });
    const runId = await startRun(sandbox, exportId);
    const ended = await endOf(sandbox, runId);

    expect(ended).toMatchObject({
      ...{ state: "SUCCEEDED", selectedCount: 6, processedCount: 6, acceptedCount: 2 },
      ...{ deliveredCount: 2, rejectedCount: 3, duplicateCount: 1, notSentCount: 0, failure: null },
    });
    expect(ended.rejections).toEqual([
      { code: "email-malformed", field: "email", count: 1 },
      { code: "email-missing", field: "email", count: 1 },
      { code: "too-long", field: "city", count: 1 },
    ]);
    expect(await sandbox.addressesOn(listId)).toEqual(["ada@example.com", "fay@example.com"]);

    const { outcomes } = await sandbox.ask(
      "query ($id: ID!) { outcomes(runId: $id) { totalCount edges { node { profileKey kind code field value duplicateOfKey } } } }",
      { id: runId },
    );
    expect(outcomes.totalCount).toBe(6);
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
    const { exportId } = await anExport(sandbox, destinationId, "Watched", { a: { email: "a@example.com" } });
    const seen = await Array.fromAsync(watchRun(sandbox, await startRun(sandbox, exportId)));
    const order = ["QUEUED", "PREPARING", "UPLOADING", "SETTLING", "SUCCEEDED"];
    const places = seen.map(({ state }) => order.indexOf(state));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const processed = seen.map(({ processedCount }) => processedCount);
    expect(processed).toEqual(processed.toSorted((a, b) => a - b));
  });

  test("is told to those who watch every run, too", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Overview", {
      a: { email: "a@example.com" },
    });
    const everyRun = sandbox.follow("subscription { runsChanged { id state } }");
    const waiting = everyRun.next();
    await sandbox.ask("{ viewer { id } }"); // the subscription was sent before this, on a socket of its own
    const runId = await startRun(sandbox, exportId);
    let told = (await waiting).value.runsChanged;
    while (told.id !== runId || told.state !== "SUCCEEDED") told = (await everyRun.next()).value.runsChanged;
    expect(told).toEqual({ id: runId, state: "SUCCEEDED" });
    await everyRun.return?.();
  });

  test("is told to them as it is now when the database comes back, though nobody told of it", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Missed", { a: { email: "a@example.com" } });
    const runId = await startRun(sandbox, exportId);
    await endOf(sandbox, runId);
    const everyRun = sandbox.follow("subscription { runsChanged { id exportName } }");
    const waiting = everyRun.next();
    await sandbox.ask("{ viewer { id } }");
    await sandbox.dataSource.query("update export_run set export_name = 'Changed' where id = $1", [runId]);
    await sandbox.dataSource.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen keruen' and datname = current_database()",
    );
    let told = (await waiting).value.runsChanged;
    while (told.id !== runId) told = (await everyRun.next()).value.runsChanged;
    expect(told).toEqual({ id: runId, exportName: "Changed" });
    await everyRun.return?.();
  });

  test("comes first among the runs of its export, page after page", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Again", { a: { email: "a@example.com" } });
    const ids: string[] = [];
    for (let run = 0; run < 3; run++) {
      ids.unshift(await startRun(sandbox, exportId));
      await endOf(sandbox, ids[0]!);
    }
    const page = async (after: string | null) =>
      (
        await sandbox.ask(
          `query ($id: ID!, $after: String) { runs(exportId: $id, first: 2, after: $after) {
             totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
          { id: exportId, after },
        )
      ).runs;
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    const idsOf = ({ edges }: { edges: { node: { id: string } }[] }) => edges.map(({ node }) => node.id);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(ids);
    expect([first.totalCount, first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([
      3,
      true,
      false,
    ]);
  });

  test("started three times at once is one run", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Twice", { b: { email: "b@example.com" } });
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

  test("has a download with a line for each outcome, in which a spreadsheet takes no cell for a formula", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Formulas", { "=1+1": { email: "=cmd()" } });
    const runId = await startRun(sandbox, exportId);
    await endOf(sandbox, runId);
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
        "mutation ($id: ID!) { startExport(exportId: $id) { __typename ... on UserError { code } } }",
        { id },
      );
      expect(startExport).toEqual({ __typename: "NotFound", code: "not-found" });
    }
  });
});
