import { randomUUID } from "node:crypto";
import { createSendGridClient, ok } from "@keruen/core";
import type { DataSource } from "typeorm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSendHttp } from "../../platform/sendgrid/send-http.ts";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { addByHand, removeByHand } from "../../testing/by-hand.ts";
import { differencesOf } from "../../testing/drift-checks.ts";
import { dyingAt, Killed } from "../../testing/dying-at.ts";
import { RUN_PATIENCE } from "../export-runs/run-context.ts";
import { CheckDrift } from "./check-drift.ts";
import { DriftCheckEntity } from "./drift-check.entity.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox({}, { exportDelayMs: 0 });
});
afterAll(async () => await sandbox.close());

const people = Object.fromEntries(
  [..."abcde"].map((letter) => [letter, { email: `${letter}@killed.example` }]),
);
const WAITS_FOR_NOBODY = { now: Date.now, wait: async () => undefined };
const GOES_ON = { signal: new AbortController().signal };

/** A list that one has left by hand, and two have joined. */
async function aDriftedExport(name: string) {
  const destinationId = await sandbox.aDestination(name);
  const { exportId, listId } = await anExport(sandbox, destinationId, name, people);
  await endOf(sandbox, await startRun(sandbox, exportId));
  await removeByHand(sandbox, listId, "b@killed.example");
  await addByHand(sandbox, listId, "x@killed.example", "y@killed.example");
  const [{ started_by: startedBy }] = await sandbox.dataSource.query("select started_by from export_run");
  return { exportId, listId, listName: name, startedBy };
}

/** A check that nobody has begun. @returns its id. */
async function aCheck(drifted: Awaited<ReturnType<typeof aDriftedExport>>): Promise<string> {
  const id = randomUUID();
  await sandbox.dataSource.manager.insert(DriftCheckEntity, { ...drifted, id, state: "QUEUED" });
  return id;
}

const found = (id: string) => sandbox.dataSource.manager.findOneByOrFail(DriftCheckEntity, { id });

/** By table, the checks of an export whose rows are kept. */
async function checksWithRows(exportId: string) {
  const of = async (table: string) => {
    const rows = await sandbox.dataSource.query(
      `select id from drift_check where export_id = $1 and exists (select from ${table} where check_id = id)`,
      [exportId],
    );
    return rows.map(({ id }: { id: string }) => id);
  };
  return { drift_member: await of("drift_member"), drift_difference: await of("drift_difference") };
}

/** A process that checks; it dies at this step of SendGrid's or of the database, where there is one. */
function aChecker({
  killAt = Number.POSITIVE_INFINITY,
  beforeReading = async () => undefined as unknown,
} = {}): CheckDrift {
  const { mortal } = dyingAt(killAt);
  const baseUrl = sandbox.simulator.url;
  const client = createSendGridClient({
    ...{ baseUrl, transport: createSendHttp({ baseUrl }), clock: WAITS_FOR_NOBODY },
    apiKey: async () => sandbox.simulator.keys.GOOD,
  });
  const calls = ["startExport", "export", "downloadExport"] as const;
  const dataSource: DataSource = mortal(sandbox.dataSource, ["query", "transaction"]);
  const dying = mortal(client, calls);
  const reading: typeof client = {
    ...dying,
    async downloadExport(...given) {
      await beforeReading();
      return await dying.downloadExport(...given);
    },
  };
  const opened = { asExportUser: async () => ok(reading) };
  const tasks = { enqueue: async () => undefined };
  return new CheckDrift(dataSource, opened, tasks, RUN_PATIENCE, WAITS_FOR_NOBODY);
}

test("killed between any two steps and begun again, a check comes to the same differences", {
  timeout: 120_000,
}, async () => {
  const drifted = await aDriftedExport("Killed");
  let kills = 0;
  for (let killAt = 1; ; killAt++) {
    const id = await aCheck(drifted);
    const died = await aChecker({ killAt })
      .execute(id, GOES_ON)
      .then(
        () => false,
        (error: unknown) => {
          if (!(error instanceof Killed)) throw error;
          return true;
        },
      );
    if (died) await aChecker().execute(id, GOES_ON);
    expect(await found(id)).toMatchObject({
      ...{ state: "SUCCEEDED", memberCount: 6, recordedCount: 4 },
      ...{ missingCount: 1, claimedCount: 0, foreignCount: 2 },
    });
    expect(await differencesOf(sandbox, id, "?kind=MISSING")).toEqual(["MISSING,b,"]);
    expect(await differencesOf(sandbox, id, "?kind=FOREIGN")).toHaveLength(2);
    expect(await checksWithRows(drifted.exportId)).toEqual({ drift_member: [], drift_difference: [id] });
    if (!died) break;
    kills++;
  }
  expect(kills).toBeGreaterThan(15);
});

test("a check whose worker died at its very end, begun again after a later one, leaves that one's differences", async () => {
  const drifted = await aDriftedExport("Late");
  const first = await aCheck(drifted);
  await aChecker().execute(first, GOES_ON);
  const later = await aCheck(drifted);
  await aChecker().execute(later, GOES_ON);
  await aChecker().execute(first, GOES_ON);
  expect(await differencesOf(sandbox, later, "?kind=MISSING")).toEqual(["MISSING,b,"]);
});

test("a worker that wakes up when another one has taken the check over writes no more", async () => {
  const id = await aCheck(await aDriftedExport("Asleep"));
  const asleep = aChecker({ beforeReading: async () => await aChecker().execute(id, GOES_ON) });
  await expect(asleep.execute(id, GOES_ON)).rejects.toThrow("not at attempt 1");
  expect(await found(id)).toMatchObject({ state: "SUCCEEDED", attempt: 2, missingCount: 1, foreignCount: 2 });
});
