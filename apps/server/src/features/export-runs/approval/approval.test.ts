import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, answerRun, endOf, startRun, waitingRun, watchRun } from "../../../testing/an-export.ts";
import { change, comeBack, leave } from "../../../testing/memberships.ts";
import { controlSimulator } from "../../../testing/simulator-control.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({}, { exportDelayMs: 0 });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

const many = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const people = (keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, { email: `${key}@many.example` }]));

let exports = 0;
const mirroring = (keys: readonly string[], choice: Parameters<typeof anExport>[4] = {}) =>
  anExport(sandbox, destinationId, `Approval ${exports++}`, people(keys), { syncMode: "MIRROR", ...choice });

const run = async (exportId: string) => await endOf(sandbox, await startRun(sandbox, exportId));
const asked = async (exportId: string) => await waitingRun(sandbox, await startRun(sandbox, exportId));

/** An export of 100 people, of whom 16 have left since. */
async function sixteenLeaving(choice: Parameters<typeof anExport>[4] = {}) {
  const keys = many("p", 100);
  const made = await mirroring(keys, choice);
  await run(made.exportId);
  await leave(sandbox, made.exportId, ...keys.slice(0, 16));
  return made;
}

describe("a run that would surprise", () => {
  test("asks before anybody is sent when more than 15 % would leave, and says with which figures", async () => {
    const { exportId, listId } = await sixteenLeaving();
    expect(await asked(exportId)).toMatchObject({
      ...{ state: "AWAITING_APPROVAL", selectedCount: 84, acceptedCount: 0, approvedAt: null },
      approvalReason: {
        ...{ code: "mass-removal", selected: 84, selectedBefore: 100 },
        ...{ deliveries: 100, removals: 16, maxRemovalShare: 0.15 },
      },
    });
    expect(await sandbox.addressesOn(listId)).toHaveLength(100);
  });

  test("goes on once somebody approves, to its end, and remembers who it was", async () => {
    const { exportId, listId } = await sixteenLeaving();
    const { id } = await asked(exportId);
    expect(await answerRun(sandbox, "approveRun", id)).toMatchObject({
      ...{ __typename: "Run", state: "UPLOADING", approvedBy: { name: "Local administrator" } },
    });
    expect(await endOf(sandbox, id)).toMatchObject({
      ...{ state: "SUCCEEDED", unchangedCount: 84, removedCount: 16, approvedAt: expect.any(String) },
    });
    expect(await sandbox.addressesOn(listId)).toHaveLength(84);
    const actions = await sandbox.dataSource.query("select action from audit_event where subject_id = $1", [
      id,
    ]);
    expect(actions).toEqual([{ action: "run-started" }, { action: "run-approved" }]);
  });

  test("can be approved once: of many at the same time one does it, the others are told", async () => {
    const { id } = await asked((await sixteenLeaving()).exportId);
    const answers = await Promise.all(many("", 5).map(() => answerRun(sandbox, "approveRun", id)));
    expect(answers.filter(({ __typename }) => __typename === "Run")).toHaveLength(1);
    expect(answers.filter(({ code }) => code === "run-not-awaiting-approval")).toHaveLength(4);
    await endOf(sandbox, id);
    expect(await answerRun(sandbox, "approveRun", id)).toMatchObject({
      __typename: "RunNotAwaitingApproval",
    });
    expect(await answerRun(sandbox, "approveRun", crypto.randomUUID())).toMatchObject({ code: "not-found" });
  });

  test("refused, has done nothing, and asks again when it is run again, though many have come", async () => {
    const keys = [...many("p", 100), ...many("n", 300)];
    const { exportId, listId } = await mirroring(keys);
    await leave(sandbox, exportId, ...many("n", 300));
    await run(exportId);
    await leave(sandbox, exportId, ...keys.slice(0, 16));
    await comeBack(sandbox, exportId, ...many("n", 300));
    for (let time = 0; time < 2; time++) {
      const { id, approvalReason } = await asked(exportId);
      expect(approvalReason).toMatchObject({ code: "mass-removal", removals: 16, deliveries: 100 });
      expect(await answerRun(sandbox, "cancelRun", id)).toMatchObject({
        state: "CANCELED",
        notSentCount: 300,
      });
      expect(await sandbox.addressesOn(listId)).toHaveLength(100);
    }
    await comeBack(sandbox, exportId, "p0");
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", removedCount: 15, approvalReason: null });
  });

  test("asks where those would leave whom the first runs have put there that never got to mirror", async () => {
    const [known, newcomers] = [many("p", 100), many("n", 300)];
    const { exportId, listId } = await mirroring([...known, ...newcomers]);
    await leave(sandbox, exportId, ...known, ...newcomers.slice(50));
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { jobDelayMs: 1_000 });
    for (const comeToo of [known, newcomers]) {
      await comeBack(sandbox, exportId, ...comeToo);
      const runId = await startRun(sandbox, exportId);
      for await (const { state } of watchRun(sandbox, runId)) if (state === "SETTLING") break;
      await answerRun(sandbox, "cancelRun", runId);
      expect(await endOf(sandbox, runId)).toMatchObject({ state: "CANCELED" });
    }
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { jobDelayMs: 0 });
    await leave(sandbox, exportId, ...newcomers);
    for (let time = 0; time < 2; time++) {
      const { id, approvalReason } = await asked(exportId);
      expect(approvalReason).toMatchObject({ code: "mass-removal", removals: 300 });
      await answerRun(sandbox, "cancelRun", id);
      expect(await sandbox.addressesOn(listId)).toHaveLength(400);
    }
    await comeBack(sandbox, exportId, ...newcomers.slice(22));
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", removedCount: 22 });
  });

  test("asks where nobody is left, however few they were", async () => {
    const { exportId, listId } = await mirroring(["a", "b"]);
    await run(exportId);
    await leave(sandbox, exportId, "a", "b");
    const { id, approvalReason } = await asked(exportId);
    expect(approvalReason).toMatchObject({
      code: "nobody-selected",
      selected: 0,
      deliveries: 2,
      removals: 2,
    });
    await answerRun(sandbox, "approveRun", id);
    expect(await endOf(sandbox, id)).toMatchObject({ state: "SUCCEEDED", removedCount: 2 });
    expect(await sandbox.addressesOn(listId)).toEqual([]);
  });

  test("asks where less than half are left, even if it removes nobody", async () => {
    const keys = many("p", 100);
    const { exportId } = await mirroring(keys, { syncMode: "ADD" });
    await run(exportId);
    await leave(sandbox, exportId, ...keys.slice(0, 51));
    expect((await asked(exportId)).approvalReason).toMatchObject({
      ...{ code: "sudden-drop", selected: 49, selectedBefore: 100, removals: 0 },
    });
  });

  test("asks nothing where the export allows as many to leave", async () => {
    const { exportId } = await sixteenLeaving({ maxRemovalShare: 0.16 });
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", removedCount: 16, approvalReason: null });
  });

  test("asks before it removes anybody where more turn out to leave than could be known: their addresses have changed", async () => {
    const { exportId, listId } = await mirroring(many("p", 100));
    await run(exportId);
    for (const key of many("p", 16)) await change(sandbox, exportId, key, { email: `${key}@other.example` });
    const { id, approvalReason } = await asked(exportId);
    expect(approvalReason).toMatchObject({ code: "mass-removal", deliveries: 100, removals: 16 });
    expect(await sandbox.addressesOn(listId)).toHaveLength(116);
    expect(await answerRun(sandbox, "approveRun", id)).toMatchObject({ state: "SETTLING" });
    expect(await endOf(sandbox, id)).toMatchObject({ state: "SUCCEEDED", removedCount: 16 });
    expect(await sandbox.addressesOn(listId)).toHaveLength(100);
  });

  test("holds to what was approved where a few more leave than that", async () => {
    const { exportId } = await sixteenLeaving();
    for (const key of ["p16", "p17"]) await change(sandbox, exportId, key, { email: `${key}@other.example` });
    const { id, approvalReason } = await asked(exportId);
    expect(approvalReason.removals).toBe(16);
    await answerRun(sandbox, "approveRun", id);
    expect(await endOf(sandbox, id)).toMatchObject({ state: "SUCCEEDED", removedCount: 18 });
  });

  test("asks again where clearly more would leave than were approved", async () => {
    const { exportId, listId } = await sixteenLeaving();
    for (const key of ["p16", "p17", "p18"])
      await change(sandbox, exportId, key, { email: `${key}@other.example` });
    const { id } = await asked(exportId);
    await answerRun(sandbox, "approveRun", id);
    const again = await waitingRun(sandbox, id, ({ approvalReason }) => approvalReason.removals > 16);
    expect(again.approvalReason).toMatchObject({ code: "mass-removal", removals: 19 });
    expect(await answerRun(sandbox, "cancelRun", id)).toMatchObject({ state: "CANCELED", deliveredCount: 3 });
    expect(await sandbox.addressesOn(listId)).toHaveLength(103);
  });
});

describe("a run that waits for approval", () => {
  test("holds up a second run of its export, and says so, but no other export to the same list", async () => {
    const { exportId, listId } = await sixteenLeaving();
    const { id } = await asked(exportId);
    const { startExport } = await sandbox.ask(
      `mutation ($id: ID!) { startExport(exportId: $id) { ... on ExportAwaitsApproval { code run { id } } } }`,
      { id: exportId },
    );
    expect(startExport).toEqual({ code: "export-awaits-approval", run: { id } });
    const other = await mirroring(["other"], { listId });
    expect(await run(other.exportId)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 1 });
  });
});
