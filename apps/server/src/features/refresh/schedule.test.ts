import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aClock } from "../../testing/a-clock.ts";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport } from "../../testing/an-export.ts";
import { clearAll, endOfRefresh, startRefresh } from "../../testing/refreshes.ts";
import { strike } from "../../testing/simulator-control.ts";

const clock = aClock("2026-11-24T00:00:00Z");
let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({ clock, dueEveryMs: 20 });
  destinationId = await sandbox.aDestination("On schedule");
});
beforeEach(async () => {
  await update({ isOn: false });
  await clearAll(sandbox);
  clock.moveTo("2026-11-24T00:00:00Z");
});
afterAll(async () => await sandbox.close());

const nightly = { timeZone: "Asia/Almaty", days: [1, 2, 3, 4, 5, 6, 7], times: ["03:00"] };
const people = { a: { email: "a@example.com" } };
const SCHEDULE = "isOn nextAt recurrence { timeZone days times } notStarted { at code }";

async function update(input: object) {
  const document = `mutation ($input: UpdateScheduleInput!) {
    updateSchedule(input: $input) { ... on Schedule { ${SCHEDULE} } ... on InvalidInput { issues { path code } } }
  }`;
  return (await sandbox.ask(document, { input })).updateSchedule;
}

const told = async () => (await sandbox.ask(`{ schedule { ${SCHEDULE} } }`)).schedule;
const refreshes = async () =>
  (
    await sandbox.ask("{ refreshes { edges { node { id trigger dueAt startedBy { name } } } } }")
  ).refreshes.edges.map(({ node }: { node: object }) => node);
const nextRunOf = async (exportId: string) =>
  (await sandbox.ask(`{ export(id: "${exportId}") { nextRun { at reason } } }`)).export.nextRun;

describe("the refresh's schedule", () => {
  test("is turned on and off, and keeps its times to be offered again", async () => {
    expect(await update({ isOn: true, recurrence: nightly })).toMatchObject({
      ...{ isOn: true, recurrence: nightly, nextAt: "2026-11-24T22:00:00.000Z" },
    });
    expect(await update({ isOn: false })).toEqual({
      isOn: false,
      recurrence: nightly,
      nextAt: null,
      notStarted: null,
    });
    expect(await update({ isOn: true })).toMatchObject({ isOn: true, nextAt: "2026-11-24T22:00:00.000Z" });
  });

  test("cannot be what nobody can keep", async () => {
    expect(await update({ isOn: true, recurrence: { ...nightly, times: ["24:00"] } })).toEqual({
      issues: [{ path: "recurrence.times", code: "time-malformed" }],
    });
  });

  test("tells every export that follows it when it runs next", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Follows", people);
    await update({ isOn: true, recurrence: nightly });
    expect(await nextRunOf(exportId)).toEqual({ at: "2026-11-24T22:00:00.000Z", reason: "WITH_REFRESH" });
  });
});

describe("a refresh that is due", () => {
  test("is started once, also where several times were missed, and is due again at the next", async () => {
    await update({ isOn: true, recurrence: nightly });
    clock.moveTo("2026-11-27T12:00:00Z");
    await expect.poll(refreshes).toHaveLength(1);
    const [refresh] = await refreshes();
    expect(refresh).toMatchObject({
      ...{
        trigger: "SCHEDULE",
        dueAt: "2026-11-24T22:00:00.000Z",
        startedBy: { name: "Local administrator" },
      },
    });
    expect(await endOfRefresh(sandbox, refresh.id)).toMatchObject({ state: "SUCCEEDED" });
    expect(await told()).toMatchObject({ nextAt: "2026-11-27T22:00:00.000Z", notStarted: null });
    expect(await refreshes()).toHaveLength(1);
  });

  test("while another one is running is not started, and the schedule says so until there is one again", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Slow", people);
    await update({ isOn: true, recurrence: nightly });
    await strike(sandbox.simulator, "PUT /v3/marketing/contacts", { kind: "slow", byMs: 1_500 });
    const { id } = await startRefresh(sandbox);
    clock.moveTo("2026-11-24T22:00:00Z");
    await expect
      .poll(async () => (await told()).notStarted)
      .toEqual({
        at: "2026-11-24T22:00:00.000Z",
        code: "refresh-already-running",
      });
    expect(await endOfRefresh(sandbox, id)).toMatchObject({ state: "SUCCEEDED" });
    expect(await nextRunOf(exportId)).toEqual({ at: "2026-11-25T22:00:00.000Z", reason: "WITH_REFRESH" });

    clock.moveTo("2026-11-25T22:00:00Z");
    await expect.poll(refreshes).toHaveLength(2);
    expect(await told()).toMatchObject({ notStarted: null });
    await endOfRefresh(sandbox, (await refreshes())[0].id);
  });
});
