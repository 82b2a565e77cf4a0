import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { change, comeBack, leave } from "../../testing/memberships.ts";
import { undo, undoPreview } from "../../testing/undo.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({}, { exportDelayMs: 0 });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

const people = (letters: string) =>
  Object.fromEntries([...letters].map((letter) => [letter, { email: `${letter}@undo.example` }]));
const addresses = (letters: string) => [...letters].map((letter) => `${letter}@undo.example`);

let exports = 0;
/** An export whose people, of all there are, have run once. */
async function aDelivered(all: string, without: string, choice: Parameters<typeof anExport>[4] = {}) {
  const made = await anExport(sandbox, destinationId, `Undo ${exports++}`, people(all), {
    ...{ syncMode: "MIRROR", ...choice },
  });
  await leave(sandbox, made.exportId, ...without);
  await run(made.exportId);
  return made;
}
const run = async (exportId: string) => await endOf(sandbox, await startRun(sandbox, exportId));

async function undone(runId: string) {
  const { toRemove, toSendAgain } = await undoPreview(sandbox, runId);
  const answer = await undo(sandbox, runId, { toRemove, toSendAgain });
  if (!answer.id) throw new Error(JSON.stringify(answer));
  return await endOf(sandbox, answer.id);
}

describe("undoing a run", () => {
  test("takes off whom it added and sends again whom it removed, whatever became of the values", async () => {
    const { exportId, listId } = await aDelivered("abcde", "de");
    await leave(sandbox, exportId, "a");
    await comeBack(sandbox, exportId, "d", "e");
    const wrong = await run(exportId);
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("bcde"));
    expect(await undoPreview(sandbox, wrong.id)).toEqual({
      ...{ __typename: "UndoPreview", toRemove: 2, toSendAgain: 1, claimed: 0, unknown: 0 },
    });
    const answer = await undo(sandbox, wrong.id, { toRemove: 2, toSendAgain: 1 });
    expect(answer).toMatchObject({ __typename: "Run", trigger: "UNDO", undoOf: { id: wrong.id } });
    expect(await endOf(sandbox, answer.id)).toMatchObject({
      ...{ state: "SUCCEEDED", selectedCount: 1, deliveredCount: 1, removedCount: 2 },
      approvedBy: { name: "Local administrator" },
    });
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("abc"));
  });

  test("works for an export that only adds, and asks nobody again however many they are", async () => {
    const { exportId, listId } = await aDelivered("ab", "b", { syncMode: "ADD" });
    await comeBack(sandbox, exportId, "b");
    const wrong = await run(exportId);
    expect(await undone(wrong.id)).toMatchObject({ state: "SUCCEEDED", removedCount: 1, approvalReason: {} });
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("a"));
  });

  test("empties a list that a first run has filled", async () => {
    const { exportId, listId } = await aDelivered("abc", "");
    const { runs } = await sandbox.ask("query ($id: ID!) { runs(exportId: $id) { edges { node { id } } } }", {
      id: exportId,
    });
    expect(await undone(runs.edges[0].node.id)).toMatchObject({ state: "SUCCEEDED", removedCount: 3 });
    expect(await sandbox.addressesOn(listId)).toEqual([]);
  });

  test("leaves on the list whom another export claims", async () => {
    const { exportId, listId } = await aDelivered("abc", "bc");
    await comeBack(sandbox, exportId, "b", "c");
    const wrong = await run(exportId);
    const other = await anExport(sandbox, destinationId, "Claims", people("b"), { listId });
    await run(other.exportId);
    expect(await undoPreview(sandbox, wrong.id)).toMatchObject({ toRemove: 1, claimed: 1 });
    expect(await undone(wrong.id)).toMatchObject({ state: "SUCCEEDED", removedCount: 1 });
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("ab"));
  });

  test("keeps under the new address who only changed theirs, and tells of those who have no profile", async () => {
    const { exportId, listId } = await aDelivered("abc", "");
    await change(sandbox, exportId, "a", { email: "new@undo.example" });
    await leave(sandbox, exportId, "b", "c");
    const wrong = await run(exportId);
    expect(wrong.removedCount).toBe(3);
    await sandbox.dataSource.query(
      "delete from profile where key = 'c' and id in (select profile_id from run_removal where run_id = $1)",
      [wrong.id],
    );
    expect(await undoPreview(sandbox, wrong.id)).toMatchObject({ toRemove: 0, toSendAgain: 1, unknown: 1 });
    await undone(wrong.id);
    expect(await sandbox.addressesOn(listId)).toEqual(["b@undo.example", "new@undo.example"]);
  });

  test("is possible for one run after the other, backwards", async () => {
    const { exportId, listId } = await aDelivered("abc", "bc");
    await comeBack(sandbox, exportId, "b", "c");
    const first = await run(exportId);
    await leave(sandbox, exportId, "b");
    const second = await run(exportId);
    expect(await undoPreview(sandbox, first.id)).toMatchObject({
      code: "run-changed-since",
      changedCount: 1,
    });
    await undone(second.id);
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("abc"));
    expect(await undone(first.id)).toMatchObject({ state: "SUCCEEDED", removedCount: 2 });
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("a"));
  });

  test("is no measure for the next run, which does what the segments say", async () => {
    const { exportId, listId } = await aDelivered("ab", "b");
    await comeBack(sandbox, exportId, "b");
    await undone((await run(exportId)).id);
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 1, unchangedCount: 1 });
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("ab"));
  });
});

describe("an undo is refused", () => {
  test("where later runs took off or put back the same people, telling how many", async () => {
    const { exportId } = await aDelivered("abcd", "d");
    await leave(sandbox, exportId, "a", "b");
    await comeBack(sandbox, exportId, "d");
    const wrong = await run(exportId);
    await comeBack(sandbox, exportId, "a");
    await leave(sandbox, exportId, "d");
    await run(exportId);
    expect(await undoPreview(sandbox, wrong.id)).toMatchObject({
      code: "run-changed-since",
      changedCount: 2,
    });
    expect(await undo(sandbox, wrong.id, { toRemove: 0, toSendAgain: 2 })).toMatchObject({
      code: "run-changed-since",
    });
  });

  test("where the figures are not those that were confirmed", async () => {
    const { exportId } = await aDelivered("ab", "b");
    await comeBack(sandbox, exportId, "b");
    const wrong = await run(exportId);
    expect(await undo(sandbox, wrong.id, { toRemove: 5, toSendAgain: 0 })).toMatchObject({
      ...{ code: "undo-figures-changed", preview: { toRemove: 1, toSendAgain: 0 } },
    });
  });

  test("a second time, of an undo, of a dry run, and where nothing was changed", async () => {
    const { exportId } = await aDelivered("ab", "b");
    await comeBack(sandbox, exportId, "b");
    const wrong = await run(exportId);
    const idle = await run(exportId);
    expect(await undoPreview(sandbox, idle.id)).toMatchObject({ code: "nothing-to-undo" });
    const { id } = await undone(wrong.id);
    expect(await undoPreview(sandbox, wrong.id)).toMatchObject({ code: "run-already-undone", run: { id } });
    expect(await undoPreview(sandbox, id)).toMatchObject({ code: "run-not-undoable" });
    const dry = await endOf(sandbox, await startRun(sandbox, exportId, { dryRun: true }));
    expect(await undoPreview(sandbox, dry.id)).toMatchObject({ code: "run-not-undoable" });
    expect(await undoPreview(sandbox, "no-run")).toMatchObject({ code: "not-found" });
  });

  test("where who was in the run is not kept any more, or it does not tell whom it added", async () => {
    const { exportId } = await aDelivered("a", "");
    const { id } = await run(exportId);
    const set = (columns: string) =>
      sandbox.dataSource.query(`update export_run set ${columns} where id = $1`, [id]);
    await set("details_pruned_at = now()");
    expect(await undoPreview(sandbox, id)).toMatchObject({ code: "run-details-pruned" });
    await set("details_pruned_at = null, tells_added = false");
    expect(await undoPreview(sandbox, id)).toMatchObject({ code: "run-not-undoable" });
  });
});
