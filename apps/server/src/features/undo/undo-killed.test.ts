import { createSendGridClient } from "@keruen/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSendHttp } from "../../platform/sendgrid/send-http.ts";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { dyingAt, Killed } from "../../testing/dying-at.ts";
import { comeBack, leave } from "../../testing/memberships.ts";
import { controlSimulator } from "../../testing/simulator-control.ts";
import { undo } from "../../testing/undo.ts";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { type MirrorContext, mirrorRun } from "../export-runs/mirror/mirror-run.ts";
import { RUN_PATIENCE } from "../export-runs/run-context.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox({}, { exportDelayMs: 0 });
});
afterAll(async () => await sandbox.close());

const people = Object.fromEntries(
  [..."abcde"].map((letter) => [letter, { email: `${letter}@killed.example` }]),
);

/** A list that a run has put three people on who are not to stay, and a copy of what is known of it. */
async function aWrongRun() {
  const destinationId = await sandbox.aDestination("Marketing");
  const { exportId, listId } = await anExport(sandbox, destinationId, "Killed", people);
  await leave(sandbox, exportId, "c", "d", "e");
  await endOf(sandbox, await startRun(sandbox, exportId));
  await comeBack(sandbox, exportId, "c", "d", "e");
  const wrongId = await startRun(sandbox, exportId);
  await endOf(sandbox, wrongId);
  await sandbox.dataSource.query("create table delivery_before as select * from delivery");
  const snapshot = await (await fetch(`${sandbox.simulator.url}/_simulator/snapshot`)).blob();
  return { wrongId, listId, snapshot };
}

/** A process that takes them off; it dies at this step of SendGrid's or of the database, where there is one. */
function contextOf(runId: string, killAt = Number.POSITIVE_INFINITY): MirrorContext {
  const { mortal } = dyingAt(killAt);
  const { dataSource, simulator } = sandbox;
  const baseUrl = simulator.url;
  const clock = { now: Date.now, wait: async () => undefined };
  const client = createSendGridClient({
    ...{ baseUrl, clock, transport: createSendHttp({ baseUrl }), apiKey: async () => simulator.keys.GOOD },
  });
  const runs = mortal(dataSource.getRepository(ExportRunEntity), ["findOneByOrFail", "update"]);
  const database = Object.assign(Object.create(dataSource), { getRepository: () => runs });
  return {
    ...{ runId, clock, random: () => 0.5, patience: RUN_PATIENCE },
    dataSource: mortal(database, ["query", "transaction"]),
    client: mortal(client, ["startExport", "export", "downloadExport", "removeFromList", "job"]),
    ...{ stopped: new AbortController().signal, canceled: new AbortController().signal },
  };
}

test("killed between any two steps and begun again, an undo takes off whom its run added, and nobody else", {
  timeout: 120_000,
}, async () => {
  const { dataSource, simulator, addressesOn } = sandbox;
  const { wrongId, listId, snapshot } = await aWrongRun();
  const { id } = await undo(sandbox, wrongId, { toRemove: 3, toSendAgain: 0 });
  await endOf(sandbox, id);
  let kills = 0;
  for (let killAt = 1; ; killAt++) {
    await controlSimulator(simulator, "PUT", "/snapshot", snapshot);
    await dataSource.query("truncate delivery, run_removal");
    await dataSource.query("insert into delivery select * from delivery_before");
    await dataSource.query(
      `update export_run set state = 'SETTLING', ended_at = null, removed_count = 0, removing_count = 0,
         mirrored_at = null where id = $1`,
      [id],
    );
    const died = await mirrorRun(contextOf(id, killAt)).then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        return true;
      },
    );
    if (died) expect(await mirrorRun(contextOf(id))).toBe(null);
    expect(await addressesOn(listId)).toEqual(["a@killed.example", "b@killed.example"]);
    const [counts] = await dataSource.query(
      `select (select count(*) from delivery) as left, (select count(*) from run_removal) as removed,
         removed_count as counted from export_run where id = $1 and mirrored_at is not null`,
      [id],
    );
    expect(counts).toEqual({ left: 2, removed: 3, counted: 3 });
    if (!died) break;
    kills++;
  }
  expect(kills).toBeGreaterThan(20);
});
