import { startSimulator } from "@keruen/sendgrid-simulator";
import { expect, onTestFinished, test } from "vitest";
import * as flawed from "./flawed-connectors.ts";
import { type Connector, OURS, runSchedule } from "./run-schedule.ts";

/** Short days, by upsert and by import, on which every flaw here was seen to matter: not each does on each. */
const DAYS = [10, 4, 9, 12, 6, 14, 1, 8];

/** What is found on one day after the other, until there is something. */
async function found({ connector, days }: { connector: Connector; days: readonly number[] }) {
  const simulator = await startSimulator();
  onTestFinished(() => simulator.close());
  const account = { url: simulator.url, key: simulator.keys.GOOD };
  for (const seed of days) {
    const mistakes = await runSchedule(seed, 1_000, account, connector).then(
      (verdict) => verdict.mistakes.join("; "),
      (error: unknown) => String(error),
    );
    if (mistakes !== "") return mistakes;
  }
  return "";
}

test.each([
  { connector: flawed.takesLostForDone, mistake: /outcomes are wrong|are missing on the list/ },
  { connector: flawed.takesAcceptedForDone, mistake: /outcomes are wrong/ },
  { connector: flawed.dropsUploadHeaders, mistake: /The upload ended: unavailable/ },
  { connector: flawed.readsOnePage, mistake: /are on the list and should not be/ },
  { connector: flawed.believesBrokenDownloads, mistake: /are on the list and should not be/ },
  { connector: flawed.forgetsFirst, mistake: /are on the list and should not be/ },
  { connector: flawed.overlooksChanges, mistake: /have other values than were sent/ },
])("a connector that $connector.flaw is found out", { timeout: 120_000 }, async ({ connector, mistake }) => {
  expect(await found({ connector, days: DAYS })).toMatch(mistake);
});

test("on such days nothing is found of ours", { timeout: 120_000 }, async () => {
  expect(await found({ connector: OURS, days: [4, 9, 10] })).toBe("");
});
