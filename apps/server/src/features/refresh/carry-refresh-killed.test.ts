import type { DataSource } from "typeorm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createLogger } from "../../platform/logging/logger.ts";
import { PostgresPubSub } from "../../platform/pubsub/postgres-pub-sub.ts";
import { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport } from "../../testing/an-export.ts";
import { dyingAt, Killed } from "../../testing/dying-at.ts";
import { clearAll, endOfRefresh } from "../../testing/refreshes.ts";
import { CancelRun } from "../export-runs/cancel-run.ts";
import { StartExport } from "../export-runs/start/start-export.ts";
import { BuildSegment } from "../segments/build-segment.ts";
import { CarryRefresh, type StepWork } from "./carry-refresh.ts";
import { fetchSource } from "./fetch-source.ts";
import { rebuildSegment } from "./rebuild-segment.ts";
import { StartRefresh } from "./start-refresh.ts";

const logger = createLogger("silent");
const going = new AbortController().signal;
const LOCAL_ADMINISTRATOR = { userId: "00000000-0000-4000-8000-000000000001" };

let sandbox: Sandbox;
let tasks: TaskQueue;
let pubSub: PostgresPubSub;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox();
  destinationId = await sandbox.aDestination("Killed");
  tasks = new TaskQueue(sandbox.databaseUrl, logger);
  pubSub = new PostgresPubSub(sandbox.databaseUrl, logger);
  await tasks.start({ isWorker: false });
  await pubSub.start();
});
beforeEach(async () => await clearAll(sandbox));
afterAll(async () => {
  await pubSub.stop();
  await tasks.stop();
  await sandbox.close();
});

/** Carried by nobody until the test does: its own task is left out. */
async function aRefresh(): Promise<string> {
  const started = await new StartRefresh(sandbox.dataSource, { enqueue: () => Promise.resolve() }).execute(
    LOCAL_ADMINISTRATOR,
  );
  if (!started.ok) throw new Error("one is running");
  return started.value.id;
}

/** On a process of its own, which has this way to the database. Runs are carried by the server. */
function carry(dataSource: DataSource, refreshId: string, work: Partial<StepWork> = {}): Promise<void> {
  const buildSegment = new BuildSegment(dataSource);
  const stepWork = {
    SOURCE: fetchSource(dataSource, pubSub),
    SEGMENT: rebuildSegment(dataSource, buildSegment),
  };
  const [startExport, cancelRun] = [new StartExport(dataSource, tasks), new CancelRun(dataSource, tasks)];
  return new CarryRefresh(
    dataSource,
    pubSub,
    { ...stepWork, ...work },
    startExport,
    cancelRun,
    logger,
  ).execute(refreshId, going);
}

const people = { a: { email: "a@example.com" } };

test("killed between any two steps and carried on elsewhere, it ends with every step done, and its export run once", {
  timeout: 240_000,
}, async () => {
  const { exportId } = await anExport(sandbox, destinationId, "Once", people);
  let kills = 0;
  for (let killAt = 1; ; killAt++) {
    await sandbox.dataSource.query("truncate export_run cascade");
    const refreshId = await aRefresh();
    const died = await carry(
      dyingAt(killAt).mortal(sandbox.dataSource, ["query", "transaction"]),
      refreshId,
    ).then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        return true;
      },
    );
    if (died) await carry(sandbox.dataSource, refreshId);

    const { state, steps } = await endOfRefresh(sandbox, refreshId);
    const of = `killed at ${killAt}`;
    expect(state, of).toBe("SUCCEEDED");
    expect(
      steps.map((step: { state: string }) => step.state),
      of,
    ).toEqual(Array(3).fill("SUCCEEDED"));
    const runs = await sandbox.dataSource.query("select export_id, trigger from export_run");
    expect(runs, of).toEqual([{ export_id: exportId, trigger: "REFRESH" }]);
    if (!died) break;
    kills++;
  }
  expect(kills).toBeGreaterThan(15);
});

test("a step that breaks off is tried three times, and what depends on it is not begun", async () => {
  await anExport(sandbox, destinationId, "Behind", people);
  let tries = 0;
  const SOURCE = async () => {
    tries++;
    throw new Error("broken off");
  };
  const refreshId = await aRefresh();
  await carry(sandbox.dataSource, refreshId, { SOURCE });

  const { state, steps } = await endOfRefresh(sandbox, refreshId);
  expect(tries).toBe(3);
  expect(state).toBe("FAILED");
  expect(steps.map((step: { state: string; code: string }) => [step.state, step.code])).toEqual([
    ["FAILED", "broke-off"],
    ["BLOCKED", "depends-on-failed"],
    ["BLOCKED", "depends-on-failed"],
  ]);
});
