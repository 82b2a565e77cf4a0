import { expect, test } from "@playwright/test";
import { anExport, idOf, runNow } from "./product/an-export.ts";
import { ask } from "./product/ask.ts";
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

test("a refresh killed in the middle of a segment, and again in the middle of its run, ends by itself, and runs its export once", async () => {
  product = await startProduct(SLOW);
  const segments = await loadSampleCustomers(product.url);
  const { exportId, listId } = await anExport(product.url, "Everybody", [segments["All customers"]!]);
  const { startRefresh } = await ask(product.url, START);
  const refreshId = idOf(startRefresh);
  const now = async () => (await ask(product.url, REFRESH, { id: refreshId })).refresh as Refresh;

  const segmentSteps = async () => (await now()).steps.filter(({ kind }) => kind === "SEGMENT");
  await until(async () => (await segmentSteps()).some(({ state }) => state === "RUNNING"));
  await product.killServer();
  await product.startServer();
  expect((await segmentSteps()).some(({ state }) => state !== "SUCCEEDED")).toBe(true);

  const runId = await until(async () => (await now()).steps.find(({ kind }) => kind === "EXPORT")?.runId);
  const before = await until(async () => {
    const run = await runNow(product.url, runId);
    return run.acceptedCount > 0 && run.state === "UPLOADING" && run;
  });
  await product.killServer();
  await product.startServer();
  expect((await now()).state).toBe("RUNNING");
  expect((await runNow(product.url, runId)).processedCount).toBeGreaterThanOrEqual(before.processedCount);

  const { state, steps } = await until(async () => {
    const refresh = await now();
    return refresh.state !== "RUNNING" && refresh;
  });
  expect(state).toBe("SUCCEEDED");
  expect(steps.filter((step) => step.state !== "SUCCEEDED")).toEqual([]);
  const { runs } = await ask(product.url, RUNS, { id: exportId });
  expect(runs.edges).toEqual([{ node: { id: runId, state: "SUCCEEDED", trigger: "REFRESH" } }]);
  comparePeople(
    expectedOutcomes(() => true),
    await outcomesOf(product.url, runId),
    await contactsOnList(product.sendGridUrl, listId),
  );
});

type Step = { readonly kind: string; readonly state: string; readonly runId: string | null };
type Refresh = { readonly state: string; readonly steps: readonly Step[] };

const START = "mutation { startRefresh { ... on Refresh { id } ... on UserError { message } } }";
const REFRESH = "query ($id: ID!) { refresh(id: $id) { state steps { kind state runId } } }";
const RUNS = "query ($id: ID!) { runs(exportId: $id) { edges { node { id state trigger } } } }";
