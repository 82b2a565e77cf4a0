import { expect, test } from "vitest";
import { aRun } from "../../testing/a-run.ts";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import RetryRunButton from "./RetryRunButton.vue";

const broken = aRun({
  state: "FAILED",
  selectedCount: 1_300,
  processedCount: 66,
  deliveredCount: 66,
  notSentCount: 1_234,
});

test("retrying says first how many are sent again, then does it", async () => {
  const { server, click } = await mountWithServer(RetryRunButton, {
    props: { run: broken },
    answers: { RetryRun: { retryRun: { __typename: "Run", id: "r2" } } },
  });
  await click("button", "Retry");
  expect(document.querySelector("[role=dialog]")?.textContent).toContain("1,234 people who were left out");
  expect(server.asked("RetryRun")).toEqual([]);
  await click("button", "Retry", "[role=dialog]");
  expect(server.asked("RetryRun")).toEqual([{ runId: "r1" }]);
});

test("what stands in the way is said in the dialog", async () => {
  const refusal = { __typename: "NothingToRetry", code: "nothing-to-retry", message: "…" };
  const { click } = await mountWithServer(RetryRunButton, {
    props: { run: broken },
    answers: { RetryRun: { retryRun: refusal } },
  });
  await click("button", "Retry");
  await click("button", "Retry", "[role=dialog]");
  expect(document.querySelector("[role=dialog]")?.textContent).toContain("Nobody is left to be sent again.");
});
