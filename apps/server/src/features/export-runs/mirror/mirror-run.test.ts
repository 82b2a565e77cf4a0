import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../../testing/an-export.ts";
import { change, comeBack, leave } from "../../../testing/memberships.ts";
import { controlSimulator } from "../../../testing/simulator-control.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({}, { exportDelayMs: 0 });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());
afterEach(async () => await controlSimulator(sandbox.simulator, "PUT", "/settings", { jobDelayMs: 0 }));

/** One profile for each letter, with an address of its own. */
const people = (letters: string) =>
  Object.fromEntries([...letters].map((letter) => [letter, { email: `${letter}@example.com` }]));
const addresses = (letters: string) => [...letters].map((letter) => `${letter}@example.com`);

let exports = 0;
const mirroring = (profiles: Parameters<typeof anExport>[3], choice: Parameters<typeof anExport>[4] = {}) =>
  anExport(sandbox, destinationId, `Mirror ${exports++}`, profiles, { syncMode: "MIRROR", ...choice });

const run = async (exportId: string) => await endOf(sandbox, await startRun(sandbox, exportId));

describe("a run that mirrors", () => {
  test("takes those off the list who have left the segment, and nobody else", async () => {
    const { exportId, listId } = await mirroring(people("abcd"));
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", syncMode: "MIRROR", removedCount: 0 });
    await leave(sandbox, exportId, "b", "d");
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", unchangedCount: 2, removedCount: 2 });
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("ac"));
  });

  test("never deletes a contact", async () => {
    const { exportId } = await mirroring(people("mn"));
    await run(exportId);
    await leave(sandbox, exportId, "n");
    await run(exportId);
    const everybody = await fetch(`${sandbox.simulator.url}/_simulator/contacts?limit=5000`);
    expect(await everybody.text()).toContain("n@example.com");
  });

  test("proves for each of them that it was this run, in a download", async () => {
    const { exportId } = await mirroring(people("abc"));
    await run(exportId);
    await leave(sandbox, exportId, "b");
    const { id } = await run(exportId);
    const response = await fetch(`${sandbox.url}/runs/${id}/removed.csv`);
    expect(response.headers.get("content-type")).toContain("text/csv");
    expect(await response.text()).toBe(`profile,run\r\nb,${id}\r\n`);
  });

  test("leaves alone whom somebody else put there", async () => {
    const { exportId, listId } = await mirroring(people("ab"));
    await run(exportId);
    await fetch(`${sandbox.simulator.url}/v3/marketing/contacts`, {
      method: "PUT",
      headers: {
        authorization: `Bearer ${sandbox.simulator.keys.GOOD}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ list_ids: [listId], contacts: [{ email: "hand@example.com" }] }),
    });
    await expect.poll(() => sandbox.addressesOn(listId)).toContain("hand@example.com");
    await leave(sandbox, exportId, "b");
    await run(exportId);
    expect(await sandbox.addressesOn(listId)).toEqual(["a@example.com", "hand@example.com"]);
  });

  test("leaves alone whom another export still claims; they leave with the last of them", async () => {
    const first = await mirroring(people("abc"));
    const second = await mirroring(people("bcd"), { listId: first.listId });
    await run(first.exportId);
    await run(second.exportId);
    await leave(sandbox, first.exportId, "b", "c");
    await leave(sandbox, second.exportId, "c");
    expect(await run(first.exportId)).toMatchObject({ state: "SUCCEEDED", removedCount: 0 });
    expect(await sandbox.addressesOn(first.listId)).toEqual(addresses("abcd"));
    expect(await run(second.exportId)).toMatchObject({ state: "SUCCEEDED", removedCount: 1 });
    expect(await sandbox.addressesOn(first.listId)).toEqual(addresses("abd"));
  });

  test("leaves alone whom a run has sent that has not ended", async () => {
    const first = await mirroring(people("ab"));
    await run(first.exportId);
    const second = await mirroring(people("bc"), { listId: first.listId });
    const waiting = await startRun(sandbox, second.exportId);
    await endOf(sandbox, waiting);
    await sandbox.dataSource.query("delete from delivery where export_id = $1", [second.exportId]);
    await sandbox.dataSource.query(
      "update export_run set state = 'SETTLING', ended_at = null where id = $1",
      [waiting],
    );
    await leave(sandbox, first.exportId, "b");
    expect(await run(first.exportId)).toMatchObject({ removedCount: 0 });
    await sandbox.dataSource.query("update export_run set state = 'FAILED', ended_at = now() where id = $1", [
      waiting,
    ]);
    expect(await run(first.exportId)).toMatchObject({ removedCount: 1 });
  });

  test("puts on the list again whoever comes back", async () => {
    const { exportId, listId } = await mirroring(people("abc"));
    await run(exportId);
    await leave(sandbox, exportId, "a");
    await run(exportId);
    await comeBack(sandbox, exportId, "a");
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", removedCount: 0 });
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("abc"));
  });

  test("takes the old address off when somebody has a new one", async () => {
    const { exportId, listId } = await mirroring(people("ab"));
    await run(exportId);
    await change(sandbox, exportId, "b", { email: "new@example.com" });
    expect(await run(exportId)).toMatchObject({ removedCount: 1 });
    expect(await sandbox.addressesOn(listId)).toEqual(["a@example.com", "new@example.com"]);
  });

  test("keeps whoever is in the segment and cannot be sent: refused for another field, by SendGrid, or suppressed", async () => {
    const { exportId, listId } = await mirroring(
      Object.fromEntries(
        [..."abcd"].map((letter) => [letter, { email: `${letter}@keep.example`, city: "Almaty" }]),
      ),
      { suppressions: ["BOUNCE"] },
    );
    await run(exportId);
    await change(sandbox, exportId, "b", { city: "x".repeat(61) });
    await controlSimulator(sandbox.simulator, "POST", "/suppressions", {
      ...{ kind: "bounces", emails: ["c@keep.example"] },
    });
    await leave(sandbox, exportId, "d");
    expect(await run(exportId)).toMatchObject({
      ...{ state: "SUCCEEDED", rejectedCount: 1, suppressedCount: 1, removedCount: 1 },
    });
    expect(await sandbox.addressesOn(listId)).toEqual(["a@keep.example", "b@keep.example", "c@keep.example"]);
  });

  test("another profile sends the address of one that was refused", async () => {
    const { exportId, listId } = await mirroring({
      a: { email: "shared@example.com", city: "x".repeat(61) },
      b: { email: "shared@example.com", city: "Almaty" },
    });
    expect(await run(exportId)).toMatchObject({ deliveredCount: 1, rejectedCount: 1, duplicateCount: 0 });
    expect(await sandbox.addressesOn(listId)).toEqual(["shared@example.com"]);
  });

  test("removes nobody from the list that its export wrote to before", async () => {
    const { exportId, listId } = await mirroring(people("ab"));
    await run(exportId);
    const otherListId = await sandbox.aList("The other list");
    await sandbox.dataSource.query("update export set list_id = $2 where id = $1", [exportId, otherListId]);
    await leave(sandbox, exportId, "b");
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", removedCount: 0 });
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("ab"));
    expect(await sandbox.addressesOn(otherListId)).toEqual(addresses("a"));
  });

  test("an export that adds removes nobody, and knows whom it put there when it is to mirror", async () => {
    const { exportId, listId } = await mirroring(people("abc"), { syncMode: "ADD" });
    await run(exportId);
    await leave(sandbox, exportId, "b");
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", syncMode: "ADD", removedCount: 0 });
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("abc"));
    await sandbox.dataSource.query("update export set sync_mode = 'MIRROR' where id = $1", [exportId]);
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", syncMode: "MIRROR", removedCount: 1 });
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("ac"));
  });

  test("removes whom a run has put there that failed before it had settled", async () => {
    const { exportId, listId } = await mirroring(people("abc"));
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { jobDelayMs: 1_000 });
    const runId = await startRun(sandbox, exportId);
    await expect.poll(async () => (await stateOf(runId)).state).toBe("SETTLING");
    await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: true });
    expect(await endOf(sandbox, runId)).toMatchObject({
      state: "FAILED",
      acceptedCount: 3,
      deliveredCount: 0,
    });
    await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: false });
    await expect.poll(() => sandbox.addressesOn(listId), { timeout: 5_000 }).toHaveLength(3);
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { jobDelayMs: 0 });
    await leave(sandbox, exportId, "c");
    expect(await run(exportId)).toMatchObject({ state: "SUCCEEDED", removedCount: 1 });
    expect(await sandbox.addressesOn(listId)).toEqual(addresses("ab"));
  });
});

async function stateOf(id: string) {
  return (await sandbox.ask("query ($id: ID!) { run(id: $id) { state } }", { id })).run;
}
