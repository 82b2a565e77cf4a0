import { expect, test } from "vitest";
import { aSandbox } from "../../../testing/a-sandbox.ts";
import { aServer } from "../../../testing/a-server.ts";
import { anExport, answerRun, endOf, startRun, waitingRun } from "../../../testing/an-export.ts";
import { leave } from "../../../testing/memberships.ts";
import { sendGridBaseUrls } from "../../destinations/sendgrid-region.ts";

const keys = Array.from({ length: 100 }, (_, index) => `p${index}`);
const people = Object.fromEntries(keys.map((key) => [key, { email: `${key}@many.example` }]));

test("a run that waits for approval is held by nobody, survives a restart, is seen by who begins to watch, and goes on where it is approved", async () => {
  const sandbox = await aSandbox({}, { exportDelayMs: 0 });
  const destinationId = await sandbox.aDestination("Marketing");
  const { exportId, listId } = await anExport(sandbox, destinationId, "Restarted", people, {
    syncMode: "MIRROR",
  });
  await endOf(sandbox, await startRun(sandbox, exportId));
  await leave(sandbox, exportId, ...keys.slice(0, 16));
  const { id } = await waitingRun(sandbox, await startRun(sandbox, exportId));
  await expect.poll(() => sandbox.dataSource.query(TASKS, [id])).toEqual([]);
  await sandbox.stop();
  const { databaseUrl, dataDir, simulator } = sandbox;
  const next = await aServer({
    ...{ databaseUrl, dataDir, isSandbox: true, sendGridBaseUrls: sendGridBaseUrls(simulator.url) },
  });
  expect((await waitingRun(next, id)).attempt).toBe(1);
  await answerRun(next, "approveRun", id);
  expect(await endOf(next, id)).toMatchObject({ state: "SUCCEEDED", unchangedCount: 84, removedCount: 16 });
  expect(await sandbox.addressesOn(listId)).toHaveLength(84);
  await next.close();
  await sandbox.close();
});

/** Tasks of a run that wait for a process or are with one. */
const TASKS = `
  select state from pgboss.job
  where name = 'run-export' and data ->> 'runId' = $1 and state in ('created', 'retry', 'active')`;
