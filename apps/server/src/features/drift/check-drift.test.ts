import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun, watchRun } from "../../testing/an-export.ts";
import { addByHand, removeByHand } from "../../testing/by-hand.ts";
import { askCheck, checked, differencesOf, watchCheck } from "../../testing/drift-checks.ts";
import { controlSimulator, strike } from "../../testing/simulator-control.ts";
import { RUN_PATIENCE } from "../export-runs/run-context.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox(
    { runPatience: { ...RUN_PATIENCE, uploadMs: 300, maxAttempts: 3, pauseMs: { first: 20, longest: 50 } } },
    { exportDelayMs: 0 },
  );
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());
afterEach(async () => {
  await controlSimulator(sandbox.simulator, "DELETE", "/faults");
  await controlSimulator(sandbox.simulator, "PUT", "/settings", { exportDelayMs: 0, jobDelayMs: 0 });
});

const people = (letters: string) =>
  Object.fromEntries([...letters].map((letter) => [letter, { email: `${letter}@drift.example` }]));

let exports = 0;
/** An export that has run. */
async function aDelivered(letters: string, choice: Parameters<typeof anExport>[4] = {}) {
  const made = await anExport(sandbox, destinationId, `Drift ${exports++}`, people(letters), choice);
  await endOf(sandbox, await startRun(sandbox, made.exportId));
  return made;
}

const deliveriesOf = (exportId: string) =>
  sandbox.dataSource.query("select * from delivery where export_id = $1 order by address_hash", [exportId]);

describe("a check of a list", () => {
  test("of which nothing has changed finds everybody as recorded", async () => {
    const { exportId, listId } = await aDelivered("abc");
    expect(await checked(sandbox, exportId)).toMatchObject({
      ...{ state: "SUCCEEDED", memberCount: 3, recordedCount: 3, missingCount: 0 },
      ...{ claimedCount: 0, foreignCount: 0, failure: null, list: { id: listId } },
      startedBy: { name: "Local administrator" },
    });
  });

  test("tells who is missing, who is there for another export, and who is foreign; and changes nothing", async () => {
    const { exportId, listId } = await aDelivered("abcd");
    await aDelivered("dxy", { listId });
    await removeByHand(sandbox, listId, "b@drift.example");
    await addByHand(sandbox, listId, "Hand@Drift.Example");
    const [before, there] = [await deliveriesOf(exportId), await sandbox.addressesOn(listId)];

    const check = await checked(sandbox, exportId);
    expect(check).toMatchObject({
      ...{ state: "SUCCEEDED", memberCount: 6, recordedCount: 3, missingCount: 1 },
      ...{ claimedCount: 2, foreignCount: 1 },
    });
    expect(await differencesOf(sandbox, check.id, "?kind=MISSING")).toEqual(["MISSING,b,"]);
    const [claimed, foreign] = [
      await differencesOf(sandbox, check.id, "?kind=CLAIMED"),
      await differencesOf(sandbox, check.id, "?kind=FOREIGN"),
    ];
    expect([claimed.length, foreign.length]).toEqual([2, 1]);
    expect(foreign[0]).toBe(`FOREIGN,,${await contactIdOf("hand@drift.example")}`);
    expect(await differencesOf(sandbox, check.id)).toEqual([...claimed, ...foreign, "MISSING,b,"].toSorted());
    expect(await deliveriesOf(exportId)).toEqual(before);
    expect(await sandbox.addressesOn(listId)).toEqual(there);
  });

  test("of an emptied list finds everybody missing", async () => {
    const { exportId, listId } = await aDelivered("ab");
    await removeByHand(sandbox, listId, "a@drift.example", "b@drift.example");
    expect(await checked(sandbox, exportId)).toMatchObject({
      ...{ state: "SUCCEEDED", memberCount: 0, recordedCount: 0, missingCount: 2 },
    });
  });

  test("keeps nothing of whom it has read but the differences, and those of the last check alone", async () => {
    const { exportId, listId } = await aDelivered("abc");
    await removeByHand(sandbox, listId, "a@drift.example");
    const first = await checked(sandbox, exportId);
    await removeByHand(sandbox, listId, "b@drift.example");
    const second = await checked(sandbox, exportId);
    await expect.poll(() => differencesOf(sandbox, second.id)).toEqual(["MISSING,a,", "MISSING,b,"]);
    await expect(differencesOf(sandbox, first.id)).rejects.toThrow("410");
    await expect
      .poll(async () => [
        await countOf("drift_member", first.id, second.id),
        await countOf("drift_difference", first.id),
      ])
      .toEqual([0, 0]);
  });

  test("goes on by itself after an outage, and shows when", async () => {
    const { exportId } = await aDelivered("ab");
    await strike(
      sandbox.simulator,
      "POST /v3/marketing/contacts/exports",
      { kind: "status", status: 500 },
      2,
    );
    const { id } = await askCheck(sandbox, exportId);
    const seen = await Array.fromAsync(watchCheck(sandbox, id));
    expect(seen.at(-1)).toMatchObject({
      state: "SUCCEEDED",
      recordedCount: 2,
      failure: null,
      nextTryAt: null,
    });
  });

  test("fails with a reason where SendGrid has no such list any more", async () => {
    const { exportId, listId } = await aDelivered("ab");
    await fetch(`${sandbox.simulator.url}/v3/marketing/lists/${listId}`, {
      ...{ method: "DELETE", headers: { authorization: `Bearer ${sandbox.simulator.keys.GOOD}` } },
    });
    expect(await checked(sandbox, exportId)).toMatchObject({
      ...{ state: "FAILED", failure: { code: "list-gone" }, missingCount: null },
    });
  });

  test("begins again where a run has written to the list meanwhile", async () => {
    const { exportId } = await aDelivered("ab");
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { exportDelayMs: 1_000 });
    const { id } = await askCheck(sandbox, exportId);
    await endOf(sandbox, await startRun(sandbox, exportId, { full: true }));
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { exportDelayMs: 0 });
    const seen = await Array.fromAsync(watchCheck(sandbox, id));
    expect(seen.some(({ failure }) => failure?.code === "list-busy")).toBe(true);
    expect(seen.at(-1)).toMatchObject({ state: "SUCCEEDED", attempt: 2, recordedCount: 2, missingCount: 0 });
  });

  test("is not begun while a run writes to the list, nor beside another one of the same export", async () => {
    const { exportId } = await aDelivered("ab");
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { jobDelayMs: 500 });
    const runId = await startRun(sandbox, exportId, { full: true });
    for await (const { state } of watchRun(sandbox, runId)) if (state === "SETTLING") break;
    expect(await askCheck(sandbox, exportId)).toEqual({
      ...{ __typename: "ListBusy", code: "list-busy", run: { id: runId } },
    });
    await endOf(sandbox, runId);
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { exportDelayMs: 500 });
    const answers = await Promise.all([askCheck(sandbox, exportId), askCheck(sandbox, exportId)]);
    const names = answers.map(({ __typename }) => __typename);
    expect(names.toSorted()).toEqual(["DriftCheck", "DriftCheckUnderWay"]);
    const [begun, refused] = names[0] === "DriftCheck" ? answers : answers.toReversed();
    expect(refused.check.id).toBe(begun.id);
    await Array.fromAsync(watchCheck(sandbox, begun.id));
  });

  test("stands in the list of an export's checks, newest first, page by page", async () => {
    const { exportId } = await aDelivered("ab");
    const ids = [await checked(sandbox, exportId), await checked(sandbox, exportId)].map(({ id }) => id);
    const document = `query ($id: ID!, $after: String) {
      driftChecks(exportId: $id, first: 1, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { id state } }
      }
    }`;
    const { driftChecks: newest } = await sandbox.ask(document, { id: exportId });
    expect(newest).toMatchObject({ totalCount: 2, edges: [{ node: { id: ids[1], state: "SUCCEEDED" } }] });
    const { driftChecks: next } = await sandbox.ask(document, {
      ...{ id: exportId, after: newest.pageInfo.endCursor },
    });
    expect(next.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual([ids[0]]);
    expect(next.pageInfo.hasNextPage).toBe(false);
  });

  test("goes with its export", async () => {
    const { exportId, listId } = await aDelivered("ab");
    await removeByHand(sandbox, listId, "a@drift.example");
    const { id } = await checked(sandbox, exportId);
    await sandbox.ask("mutation ($id: ID!) { removeExport(id: $id) { __typename } }", { id: exportId });
    expect(await countOf("drift_difference", id)).toBe(0);
  });
});

async function countOf(table: string, ...checkIds: readonly string[]): Promise<number> {
  const [{ count }] = await sandbox.dataSource.query(
    `select count(*) from ${table} where check_id = any($1::uuid[])`,
    [checkIds],
  );
  return count;
}

async function contactIdOf(email: string): Promise<string | undefined> {
  const answer = await fetch(`${sandbox.simulator.url}/_simulator/contacts?limit=5000`);
  const { contacts } = (await answer.json()) as { contacts: readonly { id: string; email: string }[] };
  return contacts.find((contact) => contact.email === email)?.id;
}
