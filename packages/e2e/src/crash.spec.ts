import { expect, test } from "@playwright/test";
import { anExport, runNow, startRun } from "./product/an-export.ts";
import { comparePeople } from "./product/compare-people.ts";
import { contactsOnList } from "./product/contacts.ts";
import { expectedOutcomes } from "./product/expected-outcomes.ts";
import { outcomesOf } from "./product/outcomes.ts";
import { type Product, startProduct } from "./product/product.ts";
import { loadSampleCustomers } from "./product/sample-customers.ts";
import { until } from "./product/until.ts";

const SLOW = { LATENCY_MS: "400" }; // long enough to be in the middle of something

let product: Product;
test.afterEach(async () => await product.stop());

test("a server killed in the middle of 100,000 finishes by itself, and the list is exactly right", async () => {
  product = await startProduct(SLOW);
  await killAndFinish(async (runId) => {
    const run = await runNow(product.url, runId);
    return run.acceptedCount > 0 && run.state === "UPLOADING";
  });
});

test("so does one that was killed while they were going up by file", async () => {
  product = await startProduct(SLOW, { MAX_UPSERTS_PER_RUN: "0" });
  await killAndFinish(async () => {
    const state = await (await fetch(`${product.sendGridUrl}/_simulator/state`)).json();
    return state.callCounts["PUT /v3/marketing/contacts/imports"] !== undefined;
  });
});

/** Kills the server once the run is in the middle, starts it again, and compares everybody. */
async function killAndFinish(isInTheMiddle: (runId: string) => Promise<boolean>): Promise<void> {
  const segments = await loadSampleCustomers(product.url);
  const { exportId, listId } = await anExport(product.url, "Everybody", [segments["All customers"]!]);
  const runId = await startRun(product.url, exportId);
  await until(async () => await isInTheMiddle(runId));
  const before = await runNow(product.url, runId);
  await product.killServer();
  await product.startServer();

  const after = await runNow(product.url, runId);
  expect(after.processedCount).toBeGreaterThanOrEqual(before.processedCount);
  expect(after.endedAt).toBeNull();

  const ended = await until(async () => {
    const run = await runNow(product.url, runId);
    return run.endedAt && run;
  });
  expect(ended).toMatchObject({ state: "SUCCEEDED", selectedCount: 100_000, notSentCount: 0, failure: null });
  expect(ended.deliveredCount + ended.rejectedCount + ended.duplicateCount).toBe(100_000);
  comparePeople(
    expectedOutcomes(() => true),
    await outcomesOf(product.url, runId),
    await contactsOnList(product.sendGridUrl, listId),
  );
  expect(await product.peakMemoryMb()).toBeLessThan(250);
}
