import { expect, test } from "@playwright/test";
import { anExport, runNow, startRun } from "./product/an-export.ts";
import { comparePeople } from "./product/compare-people.ts";
import { contactsOnList } from "./product/contacts.ts";
import { expectedOutcomes } from "./product/expected-outcomes.ts";
import { type Fleet, startFleet } from "./product/fleet.ts";
import { outcomesOf } from "./product/outcomes.ts";
import { loadSampleCustomers } from "./product/sample-customers.ts";
import type { Listening } from "./product/start-server.ts";
import { until } from "./product/until.ts";

const SLOW = { LATENCY_MS: "400" }; // long enough to be in the middle of something

test.describe.configure({ timeout: 300_000 }); // four processes, and a run of 100,000 that waits to be taken over

let fleet: Fleet;
test.afterEach(async () => await fleet.stop());

test("a killed worker's run goes on at another one within 20 s, and the list is exactly right", async () => {
  expect(await secondsToTakeOver((worker) => worker.kill())).toBeLessThanOrEqual(20);
});

test("that of a worker which is told to stop goes on at once", async () => {
  expect(await secondsToTakeOver((worker) => worker.stop())).toBeLessThanOrEqual(5);
});

/**
 * @param end - what becomes of the worker in the middle of a run.
 * @returns seconds from when that is over to the next attempt; below 0 where the next one did not wait for it.
 */
async function secondsToTakeOver(end: (worker: Listening) => Promise<void>): Promise<number> {
  fleet = await startFleet(SLOW);
  const [{ ready: url }, worker] = await Promise.all([fleet.start("api"), fleet.start("worker")]);
  const segments = await loadSampleCustomers(url);
  const { exportId, listId } = await anExport(url, "Everybody", [segments["All customers"]!]);
  const runId = await startRun(url, exportId);
  await fleet.start("worker");
  await until(async () => {
    const run = await runNow(url, runId);
    return run.acceptedCount > 0 && run.state === "UPLOADING";
  });
  const before = await runNow(url, runId);
  expect(before.endedAt).toBeNull();
  const takenOver = until(async () => (await runNow(url, runId)).attempt > before.attempt).then(() =>
    performance.now(),
  );
  await end(worker);
  const endedAt = performance.now();
  const seconds = ((await takenOver) - endedAt) / 1_000;
  test.info().annotations.push({ type: "taken over", description: `after ${seconds.toFixed(1)} s` });

  const ended = await until(async () => {
    const run = await runNow(url, runId);
    return run.endedAt && run;
  });
  expect(ended).toMatchObject({ state: "SUCCEEDED", selectedCount: 100_000, notSentCount: 0, failure: null });
  expect(ended.processedCount).toBeGreaterThanOrEqual(before.processedCount);
  comparePeople(
    expectedOutcomes(() => true),
    await outcomesOf(url, runId),
    await contactsOnList(fleet.sendGridUrl, listId),
  );
  return seconds;
}
