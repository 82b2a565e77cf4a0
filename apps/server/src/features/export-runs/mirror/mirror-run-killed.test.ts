import { createSendGridClient } from "@keruen/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSendHttp } from "../../../platform/sendgrid/send-http.ts";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../../testing/an-export.ts";
import { dyingAt, Killed } from "../../../testing/dying-at.ts";
import { leave } from "../../../testing/memberships.ts";
import { controlSimulator } from "../../../testing/simulator-control.ts";
import { ExportRunEntity } from "../export-run.entity.ts";
import { RUN_PATIENCE } from "../run-context.ts";
import { type MirrorContext, mirrorRun } from "./mirror-run.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox({}, { exportDelayMs: 0 });
});
afterAll(async () => await sandbox.close());

const people = Object.fromEntries(
  [..."abcdefgh"].map((letter) => [letter, { email: `${letter}@example.com` }]),
);
const staying = ["a@example.com", "b@example.com", "c@example.com"];

/** A run whose jobs have ended, as it is before it mirrors: five of eight are to leave. */
async function aSettledRun(name: string): Promise<{ runId: string; listId: string }> {
  const destinationId = await sandbox.aDestination(name);
  const { exportId, listId } = await anExport(sandbox, destinationId, name, people);
  await endOf(sandbox, await startRun(sandbox, exportId));
  await leave(sandbox, exportId, "d", "e", "f", "g", "h");
  const runId = await startRun(sandbox, exportId);
  await endOf(sandbox, runId);
  await sandbox.dataSource.query(
    `update export_run set state = 'SETTLING', ended_at = null, sync_mode = 'MIRROR', deliveries_before = 8 where id = $1`,
    [runId],
  );
  return { runId, listId };
}

function contextOf(runId: string): MirrorContext {
  const baseUrl = sandbox.simulator.url;
  const transport = createSendHttp({ baseUrl });
  const clock = { now: Date.now, wait: async () => undefined };
  const { dataSource, simulator } = sandbox;
  return {
    ...{ dataSource, runId, clock, random: () => 0.5, patience: RUN_PATIENCE },
    client: createSendGridClient({ baseUrl, transport, clock, apiKey: async () => simulator.keys.GOOD }),
    ...{ stopped: new AbortController().signal, canceled: new AbortController().signal },
  };
}

/** The same, on a process that dies at this step of SendGrid's or of the database. */
function dying(context: MirrorContext, killAt: number): MirrorContext {
  const { mortal } = dyingAt(killAt);
  const { dataSource, client } = context;
  const runs = mortal(dataSource.getRepository(ExportRunEntity), ["findOneByOrFail", "update"]);
  const manager = mortal(dataSource.manager, ["query"]);
  const database = Object.assign(Object.create(dataSource), { getRepository: () => runs, manager });
  return {
    ...context,
    dataSource: mortal(database, ["query", "transaction"]),
    client: mortal(client, ["startExport", "export", "downloadExport", "removeFromList", "job"]),
  };
}

test("killed between any two steps and begun again, exactly those have left who are to, and the records say so", {
  timeout: 120_000,
}, async () => {
  const { runId, listId } = await aSettledRun("Killed");
  const { dataSource, simulator } = sandbox;
  await dataSource.query("create table delivery_before as select * from delivery where list_id = $1", [
    listId,
  ]);
  const snapshot = await (await fetch(`${simulator.url}/_simulator/snapshot`)).blob();
  let kills = 0;
  for (let killAt = 1; ; killAt++) {
    await controlSimulator(simulator, "PUT", "/snapshot", snapshot);
    await dataSource.query("truncate delivery, run_removal");
    await dataSource.query("insert into delivery select * from delivery_before");
    await dataSource.query(
      "update export_run set removed_count = 0, removing_count = 0, mirrored_at = null where id = $1",
      [runId],
    );

    const context = contextOf(runId);
    const died = await mirrorRun(dying(context, killAt)).then(
      (failure) => {
        expect(failure).toBe(null);
        return false;
      },
      (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        return true;
      },
    );
    if (died) expect(await mirrorRun(context)).toBe(null);
    expect(await sandbox.addressesOn(listId)).toEqual(staying);
    const [{ left, removed, counted }] = await dataSource.query(
      `select (select count(*) from delivery) as left, (select count(*) from run_removal) as removed,
           removed_count as counted from export_run where id = $1 and mirrored_at is not null`,
      [runId],
    );
    expect({ left, counted }).toEqual({ left: 3, counted: removed });
    expect(removed).toBe(5);
    if (!died) break;
    kills++;
  }
  expect(kills).toBeGreaterThan(25);
});

test("a worker that wakes up when another one has ended the run removes nobody any more", async () => {
  const { runId, listId } = await aSettledRun("Asleep");
  const { dataSource } = sandbox;
  const context = contextOf(runId);
  const endRun = () =>
    dataSource.query("update export_run set state = 'FAILED', ended_at = now() where id = $1", [runId]);
  const asleep: MirrorContext = {
    ...context,
    client: {
      ...context.client,
      async downloadExport(...given) {
        const members = await context.client.downloadExport(...given);
        await endRun();
        return members;
      },
    },
  };
  await expect(mirrorRun(asleep)).rejects.toThrow("ended");
  expect(await mirrorRun(context)).toBe(null);
  expect(await sandbox.addressesOn(listId)).toHaveLength(8);
});
