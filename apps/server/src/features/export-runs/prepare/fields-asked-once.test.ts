import { afterAll, beforeAll, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../../testing/an-export.ts";
import { controlSimulator } from "../../../testing/simulator-control.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox();
});
afterAll(async () => await sandbox.close());

/** How often the simulator was asked, by endpoint. */
async function asked(endpoint: string): Promise<number> {
  const answer = await fetch(`${sandbox.simulator.url}/_simulator/state`);
  const { callCounts } = (await answer.json()) as { callCounts: Record<string, Record<string, number>> };
  return Object.values(callCounts[endpoint] ?? {}).reduce((sum, calls) => sum + calls, 0);
}

test("a run asks for the account's fields once, however many requests its people take", async () => {
  await controlSimulator(sandbox.simulator, "PUT", "/settings", { maxBodyBytes: 2_000 });
  const profiles = Object.fromEntries(
    Array.from({ length: 200 }, (_, n) => [`c${n}`, { email: `customer${n}@example.com` }]),
  );
  const destinationId = await sandbox.aDestination("Asked once");
  const { exportId } = await anExport(sandbox, destinationId, "Asked once", profiles);
  const before = await asked("GET /v3/marketing/field_definitions");
  const runId = await startRun(sandbox, exportId);
  expect(await endOf(sandbox, runId)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 200 });
  expect(await asked("PUT /v3/marketing/contacts")).toBeGreaterThan(5);
  expect((await asked("GET /v3/marketing/field_definitions")) - before).toBe(1);
});
