import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun, watchRun } from "../../../testing/an-export.ts";
import { contactOf } from "../../../testing/contact-of.ts";
import { change } from "../../../testing/memberships.ts";
import { controlSimulator, strike } from "../../../testing/simulator-control.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({
    runPatience: {
      ...{ uploadMs: 200, settleMs: 5_000, unknownMs: 0, maxAttempts: 2 },
      pauseMs: { first: 1_500, longest: 1_500 },
    },
  });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

const clear = () => controlSimulator(sandbox.simulator, "DELETE", "/faults");
afterEach(async () => {
  await clear();
  await controlSimulator(sandbox.simulator, "PUT", "/settings", { jobDelayMs: 0 });
});

const run = async (exportId: string) => await endOf(sandbox, await startRun(sandbox, exportId));

/** An export that has delivered somebody as Ada, and is to send them as Eve. */
async function aRenamed(name: string) {
  const email = `${name}@doubt.example`;
  const { exportId, listId } = await anExport(sandbox, destinationId, name, { a: { email, name: "Ada" } });
  await run(exportId);
  await change(sandbox, exportId, "a", { name: "Eve" });
  return { exportId, listId, email };
}

const nameOf = async (email: string) => (await contactOf(sandbox, email)).first_name;

/** SendGrid takes every upsert, and nobody ever hears of it. */
const unheard = () =>
  strike(sandbox.simulator, "PUT /v3/marketing/contacts", { kind: "reset-after-accept" }, 1_000);

describe("whom a run may have sent without hearing of it", () => {
  test("is sent by the next one, though they are again as they were delivered before", async () => {
    const { exportId, email } = await aRenamed("given-up");
    await unheard();
    expect(await run(exportId)).toMatchObject({ state: "FAILED", notSentCount: 1 });
    await clear();
    await expect.poll(() => nameOf(email)).toBe("Eve");
    await change(sandbox, exportId, "a", { name: "Ada" });
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 1, unchangedCount: 0 });
    expect(await nameOf(email)).toBe("Ada");
    expect(await run(exportId)).toMatchObject({ deliveredCount: 0, unchangedCount: 1 });
  });

  test("is sent by its next attempt, though they are again as they were delivered before", async () => {
    const { exportId, email } = await aRenamed("broken-off");
    await unheard();
    const runId = await startRun(sandbox, exportId);
    for await (const { nextTryAt } of watchRun(sandbox, runId)) if (nextTryAt !== null) break;
    await expect.poll(() => nameOf(email)).toBe("Eve");
    await change(sandbox, exportId, "a", { name: "Ada" });
    await clear();
    expect(await endOf(sandbox, runId)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 1 });
    expect(await nameOf(email)).toBe("Ada");
  });

  test("is sent by the next one where SendGrid had accepted them, and the run did not see it finish", async () => {
    const { exportId, email } = await aRenamed("unfinished");
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { jobDelayMs: 800 });
    const runId = await startRun(sandbox, exportId);
    for await (const { state } of watchRun(sandbox, runId)) if (state === "SETTLING") break;
    await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: true });
    expect(await endOf(sandbox, runId)).toMatchObject({
      state: "FAILED",
      acceptedCount: 1,
      deliveredCount: 0,
    });
    await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: false });
    await expect.poll(() => nameOf(email), { timeout: 5_000 }).toBe("Eve");
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 1, unchangedCount: 0 });
  });
});

test("an address that its holder has given up between two attempts is the next one's who has it", async () => {
  const email = "shared@doubt.example";
  const both = { a: { email, name: "Ada" }, b: { email, name: "Bea" } };
  const { exportId, listId } = await anExport(sandbox, destinationId, "Given up", both);
  await strike(sandbox.simulator, "PUT /v3/marketing/contacts", { kind: "status", status: 503 }, 1_000);
  const runId = await startRun(sandbox, exportId);
  for await (const { nextTryAt } of watchRun(sandbox, runId)) if (nextTryAt !== null) break;
  await change(sandbox, exportId, "a", { email: "moved@doubt.example" });
  await clear();
  expect(await endOf(sandbox, runId)).toMatchObject({
    state: "SUCCEEDED",
    deliveredCount: 2,
    duplicateCount: 0,
  });
  expect((await sandbox.addressesOn(listId)).toSorted()).toEqual(["moved@doubt.example", email]);
  expect((await contactOf(sandbox, email)).first_name).toBe("Bea");
  expect(await run(exportId)).toMatchObject({ deliveredCount: 0, unchangedCount: 2 });
});

test("deliveries that were never recorded cost no more than sending again", async () => {
  const { exportId, listId, email } = await aRenamed("unrecorded");
  await sandbox.dataSource.query("create table delivery_before as table delivery");
  await run(exportId);
  await sandbox.dataSource.query("delete from delivery where export_id = $1", [exportId]);
  await sandbox.dataSource.query("insert into delivery select * from delivery_before where export_id = $1", [
    exportId,
  ]);
  expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 1, unchangedCount: 0 });
  expect(await sandbox.addressesOn(listId)).toEqual([email]);
  expect(await run(exportId)).toMatchObject({ deliveredCount: 0, unchangedCount: 1 });
});

test("whom SendGrid refused is tried each time, and as they were before they are unchanged", async () => {
  const { exportId, email } = await aRenamed("refused");
  await change(sandbox, exportId, "a", { email: `${"x".repeat(3)}@localhost` });
  for (let time = 0; time < 2; time++)
    expect(await run(exportId)).toMatchObject({ rejectedCount: 1, unchangedCount: 0, deliveredCount: 0 });
  await change(sandbox, exportId, "a", { email, name: "Ada" });
  expect(await run(exportId)).toMatchObject({ rejectedCount: 0, unchangedCount: 1, deliveredCount: 0 });
  expect(await nameOf(email)).toBe("Ada");
});
