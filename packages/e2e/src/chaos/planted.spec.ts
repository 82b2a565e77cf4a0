import { expect, test } from "@playwright/test";
import { contactsOnList } from "../product/contacts.ts";
import { startFleet } from "../product/fleet.ts";
import { until } from "../product/until.ts";
import { aMirroredExport, type Turn } from "./mirrored-export.ts";
import { callSendGrid } from "./tours/tour.ts";
import { watchRun } from "./watch-run.ts";

const TURN: Turn = { side: "north", lastName: "run 1" };
const SOMEBODY = "person0@example.com";

test("somebody who is deleted behind a real run's back is found to be missing, and nothing else is", async () => {
  const fleet = await startFleet({ RATE_LIMITS: "none" });
  try {
    const { ready: url } = await fleet.start("all");
    const mirrored = await aMirroredExport(url, fleet.sendGridUrl, 300);
    const runId = await mirrored.start(TURN);
    const run = watchRun(url, runId);
    await run.ended;
    expect([...run.mistakes(), ...(await mirrored.mistakesOf(TURN, runId))]).toEqual([]);

    const held = () => contactsOnList(fleet.sendGridUrl, mirrored.listId);
    const { size } = await held();
    const { id } = (await held()).get(SOMEBODY)!;
    await callSendGrid({ url, fleet }, "DELETE", `/v3/marketing/contacts?ids=${id}`);
    await until(async () => (await held()).size < size);
    expect([...run.mistakes(), ...(await mirrored.mistakesOf(TURN, runId))]).toEqual([
      "p-0 is missing on the list",
      `${size - 2} people are on the list, and ${size - 1} should be`,
    ]);
  } finally {
    await fleet.stop();
  }
});
