import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun, watchRun } from "../../../testing/an-export.ts";
import { leave } from "../../../testing/memberships.ts";
import { controlSimulator, strike } from "../../../testing/simulator-control.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  const runPatience = {
    ...{ uploadMs: 5_000, settleMs: 10_000, unknownMs: 200, maxAttempts: 3 },
    pauseMs: { first: 20, longest: 50 },
  };
  sandbox = await aSandbox({ runPatience }, { exportDelayMs: 0 });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());
afterEach(async () => {
  await controlSimulator(sandbox.simulator, "DELETE", "/faults");
  await controlSimulator(sandbox.simulator, "PUT", "/settings", { exportOutcome: "ready" });
});

const REMOVAL = "DELETE /v3/marketing/lists/:id/contacts";
const people = Object.fromEntries([..."abc"].map((letter) => [letter, { email: `${letter}@example.com` }]));

/** An export that mirrors, with two of three people about to leave its list. */
async function twoLeaving(name: string) {
  const made = await anExport(sandbox, destinationId, name, people, { syncMode: "MIRROR" });
  await endOf(sandbox, await startRun(sandbox, made.exportId));
  await leave(sandbox, made.exportId, "b", "c");
  return made;
}

/** Starts a run, and waits until SendGrid has refused a removal of it for now. */
async function stuckInRemoval(exportId: string): Promise<string> {
  await strike(sandbox.simulator, REMOVAL, { kind: "status", status: 503 }, 1_000);
  const before = await faultsLeft();
  const runId = await startRun(sandbox, exportId);
  await expect.poll(faultsLeft, { timeout: 10_000 }).toBeLessThan(before);
  return runId;
}

async function faultsLeft(): Promise<number> {
  const answer = await fetch(`${sandbox.simulator.url}/_simulator/faults`);
  const { faults } = (await answer.json()) as { faults: readonly { times: number }[] };
  return faults.reduce((sum, { times }) => sum + times, 0);
}

const deliveriesOf = async (exportId: string): Promise<number> =>
  (
    await sandbox.dataSource.query("select count(*) as count from delivery where export_id = $1", [exportId])
  )[0].count;

describe("a run that mirrors while SendGrid is in trouble", () => {
  test("fails when the list is deleted in the middle of it, and forgets nobody", async () => {
    const { exportId, listId } = await twoLeaving("Deleted");
    const runId = await stuckInRemoval(exportId);
    await fetch(`${sandbox.simulator.url}/v3/marketing/lists/${listId}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${sandbox.simulator.keys.GOOD}` },
    });
    await controlSimulator(sandbox.simulator, "DELETE", "/faults");
    expect(await endOf(sandbox, runId)).toMatchObject({
      ...{ state: "FAILED", unchangedCount: 1, removedCount: 0, failure: { code: "list-gone" } },
    });
    expect(await deliveriesOf(exportId)).toBe(3);
  });

  test("waits for the removals under way when it is canceled, and says so", async () => {
    const { exportId, listId } = await twoLeaving("Canceled");
    const runId = await stuckInRemoval(exportId);
    await sandbox.ask("mutation ($id: ID!) { cancelRun(runId: $id) { __typename } }", { id: runId });
    await controlSimulator(sandbox.simulator, "DELETE", "/faults");
    expect(await endOf(sandbox, runId)).toMatchObject({ state: "CANCELED", removedCount: 2 });
    expect(await sandbox.addressesOn(listId)).toEqual(["a@example.com"]);
  });

  test("tries again when SendGrid could not say who is on the list", async () => {
    const { exportId, listId } = await twoLeaving("Export failed");
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { exportOutcome: "failure" });
    const codes = new Set<string>();
    let last = null;
    for await (const run of watchRun(sandbox, await startRun(sandbox, exportId))) {
      last = run;
      if (run.failure === null) continue;
      codes.add(run.failure.code);
      await controlSimulator(sandbox.simulator, "PUT", "/settings", { exportOutcome: "ready" });
    }
    expect(codes).toEqual(new Set(["list-export-failed"]));
    expect(last).toMatchObject({ state: "SUCCEEDED", removedCount: 2, failure: null });
    expect(await sandbox.addressesOn(listId)).toEqual(["a@example.com"]);
  });
});
