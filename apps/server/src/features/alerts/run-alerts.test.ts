import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aReceiver, type Receiver } from "../../testing/a-receiver.ts";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { createChannel, deliveries } from "../../testing/alert-channels.ts";
import { anExport, answerRun, endOf, startRun, waitingRun } from "../../testing/an-export.ts";
import { leave } from "../../testing/memberships.ts";
import { controlSimulator, strike } from "../../testing/simulator-control.ts";

let sandbox: Sandbox;
let destinationId: string;
let receiver: Receiver;
beforeAll(async () => {
  sandbox = await aSandbox(
    {
      dueEveryMs: 20,
      runPatience: {
        ...{ uploadMs: 300, settleMs: 5_000, unknownMs: 5_000, maxAttempts: 2 },
        pauseMs: { first: 20, longest: 50 },
      },
    },
    { exportDelayMs: 0 },
  );
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

beforeEach(async () => {
  receiver = await aReceiver();
  await createChannel(sandbox, { target: receiver.url });
});
afterEach(async () => {
  await controlSimulator(sandbox.simulator, "DELETE", "/faults");
  await sandbox.dataSource.query("delete from alert_channel");
  await receiver.close();
});

const UPSERT = "PUT /v3/marketing/contacts";
const people = { a: { email: "a@example.com" }, b: { email: "b@example.com" } };

/** Every alert there is has arrived. */
async function told() {
  await expect
    .poll(async () => (await deliveries(sandbox)).filter(({ state }) => state === "PENDING"))
    .toEqual([]);
  return receiver.received.map(({ body }) => JSON.parse(body));
}

async function runThatFails(exportId: string) {
  await strike(sandbox.simulator, UPSERT, { kind: "status", status: 503 }, 1_000);
  const ended = await endOf(sandbox, await startRun(sandbox, exportId));
  expect(ended).toMatchObject({ state: "FAILED" });
  await controlSimulator(sandbox.simulator, "DELETE", "/faults");
  return ended;
}

describe("an alert", () => {
  test("tells of a final failure once, with the run's page, and of nobody in it", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Gazette", people);
    const { id } = await runThatFails(exportId);
    const alerts = await told();
    expect(alerts).toEqual([
      {
        id: expect.any(String),
        kind: "RUN_FAILED",
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
        url: `https://keruen.example.com/runs/${id}`,
        run: { id, state: "FAILED", failureCode: "sendgrid-unavailable", approvalCode: null },
        export: { id: exportId, name: "Gazette" },
        counts: {
          ...{ selected: 2, delivered: 0, unchanged: 0, rejected: 0, suppressed: 0, duplicate: 0 },
          ...{ notSent: 2, removed: 0 },
        },
      },
    ]);
    expect(receiver.received[0]?.body).not.toContain("@");
  });

  test("is not sent of a failure that passes by itself", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Passing", people);
    await strike(sandbox.simulator, "*", { kind: "status", status: 500 }, 1);
    const ended = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(ended).toMatchObject({ state: "SUCCEEDED" });
    expect(await told()).toEqual([]);
  });

  test("tells that an export has recovered, with its first success and not with the next", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Recovering", people);
    const failed = await runThatFails(exportId);
    await runThatFails(exportId);
    const recovered = await endOf(sandbox, await startRun(sandbox, exportId));
    await endOf(sandbox, await startRun(sandbox, exportId, { full: true }));
    const kinds = (await told()).map(({ kind, run }) => [kind, run.id]);
    expect(kinds.filter(([kind]) => kind === "RUN_FAILED")).toHaveLength(2);
    expect(kinds).toContainEqual(["RUN_FAILED", failed.id]);
    expect(kinds.filter(([kind]) => kind === "RUN_RECOVERED")).toEqual([["RUN_RECOVERED", recovered.id]]);
  });

  test("goes to the channels that want it, and to none that is off", async () => {
    const { channel } = await createChannel(sandbox, { target: receiver.url, alerts: ["RUN_RECOVERED"] });
    const off = await createChannel(sandbox, { target: receiver.url });
    await sandbox.ask(
      "mutation ($id: ID!) { updateAlertChannel(input: { id: $id, isOn: false }) { __typename } }",
      { id: off.channel.id },
    );
    const { exportId } = await anExport(sandbox, destinationId, "Wanted", people);
    const { id } = await runThatFails(exportId);
    expect(await told()).toHaveLength(1);
    await endOf(sandbox, await startRun(sandbox, exportId));
    expect(await told()).toHaveLength(3);
    const ofChannels = (await deliveries(sandbox)).map(({ channelId, kind }) => [channelId, kind]);
    expect(ofChannels).toContainEqual([channel.id, "RUN_RECOVERED"]);
    expect(ofChannels).not.toContainEqual([channel.id, "RUN_FAILED"]);
    expect(ofChannels.some(([channelId]) => channelId === off.channel.id)).toBe(false);
    expect((await deliveries(sandbox)).filter(({ runId }) => runId === id)).toHaveLength(1);
  });

  test.each([
    ["more than one in twenty", 19, ["REJECTED_SHARE_HIGH"]],
    ["one in twenty", 38, []],
  ])("tells that %s were rejected, or keeps silent", async (what, sound, kinds) => {
    const bad = Object.fromEntries([1, 2].map((number) => [`bad ${number}`, { email: "nobody" }]));
    const good = Object.fromEntries(
      Array.from({ length: sound }, (_, at) => [`${at}`, { email: `${at}@example.com` }]),
    );
    const { exportId } = await anExport(sandbox, destinationId, `Rejected: ${what}`, { ...bad, ...good });
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({ rejectedCount: 2 });
    const alerts = await told();
    expect(alerts.map(({ kind }) => kind)).toEqual(kinds);
    for (const { counts } of alerts) expect(counts).toMatchObject({ rejected: 2, delivered: sound });
  });

  test("goes by the share that the export allows", async () => {
    const some = { a: { email: "a@example.com" }, b: { email: "nobody" }, c: { email: "nobody" } };
    const { exportId } = await anExport(sandbox, destinationId, "Lenient", some, { maxRejectedShare: 0.7 });
    await endOf(sandbox, await startRun(sandbox, exportId));
    expect(await told()).toEqual([]);
    await sandbox.dataSource.query("update export set max_rejected_share = 0.6 where id = $1", [exportId]);
    await endOf(sandbox, await startRun(sandbox, exportId, { full: true }));
    expect((await told()).map(({ kind }) => kind)).toEqual(["REJECTED_SHARE_HIGH"]);
  });

  test("tells that a run waits for approval, before anybody has given it, and nothing of a dry run", async () => {
    const keys = Array.from({ length: 100 }, (_, at) => `waiting ${at}`);
    const some = Object.fromEntries(keys.map((key, at) => [key, { email: `waiting${at}@example.com` }]));
    const { exportId } = await anExport(sandbox, destinationId, "Waiting", some, { syncMode: "MIRROR" });
    await endOf(sandbox, await startRun(sandbox, exportId));
    await leave(sandbox, exportId, ...keys.slice(0, 16));
    const { id } = await waitingRun(sandbox, await startRun(sandbox, exportId));
    expect(await told()).toMatchObject([
      {
        ...{ kind: "RUN_AWAITING_APPROVAL", url: `https://keruen.example.com/runs/${id}` },
        run: { id, state: "AWAITING_APPROVAL", failureCode: null, approvalCode: "mass-removal" },
      },
    ]);
    await answerRun(sandbox, "cancelRun", id);
    await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: true });
    const dry = await endOf(sandbox, await startRun(sandbox, exportId, { dryRun: true }));
    await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: false });
    expect(dry).toMatchObject({ state: "FAILED" });
    expect(await told()).toHaveLength(1);
  });
});
