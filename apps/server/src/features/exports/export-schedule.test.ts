import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aClock } from "../../testing/a-clock.ts";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf } from "../../testing/an-export.ts";

const people = { a: { email: "a@example.com" } };
/** In Almaty, five hours ahead of UTC. */
const nightly = { timeZone: "Asia/Almaty", days: [1, 2, 3, 4, 5, 6, 7], times: ["03:00"] };
const own = (recurrence: object = nightly) => ({ kind: "OWN", recurrence });

const SCHEDULE =
  "id schedule { kind recurrence { timeZone days times } } nextRun { at reason } notStarted { at code message }";

const clock = aClock("2026-11-24T00:00:00Z");
let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({ clock, dueEveryMs: 20 });
  destinationId = await sandbox.aDestination("Scheduled");
});
beforeEach(() => clock.moveTo("2026-11-24T00:00:00Z"));
afterAll(async () => await sandbox.close());

let made = 0;
const aScheduled = async (choice: object = {}) =>
  (await anExport(sandbox, destinationId, `Scheduled ${++made}`, people, choice)).exportId;

async function schedule(ids: readonly string[], schedule: object, active = "REPLACE") {
  const document = `mutation ($ids: [ID!]!, $schedule: ExportScheduleInput!, $active: ActiveSchedules!) {
    scheduleExports(ids: $ids, schedule: $schedule, active: $active) {
      __typename ... on ExportsScheduled { exports { ${SCHEDULE} } }
      ... on InvalidInput { issues { path code } } ... on NotFound { id }
    }
  }`;
  return (await sandbox.ask(document, { ids, schedule, active })).scheduleExports;
}

const told = async (id: string) =>
  (await sandbox.ask(`query ($id: ID!) { export(id: $id) { ${SCHEDULE} } }`, { id })).export;

const runsOf = async (exportId: string) =>
  (
    await sandbox.ask(
      `query ($exportId: ID!) { runs(exportId: $exportId) { edges { node { id trigger dueAt startedBy { name } } } } }`,
      { exportId },
    )
  ).runs.edges.map(({ node }: { node: object }) => node);

describe("an export's schedule", () => {
  test("is the refresh unless told otherwise, and says that the refresh has none", async () => {
    expect(await told(await aScheduled())).toMatchObject({
      schedule: { kind: "WITH_REFRESH", recurrence: null },
      nextRun: { at: null, reason: "REFRESH_OFF" },
      notStarted: null,
    });
  });

  test("is saved with it, and says when it runs next by the clocks of its place", async () => {
    const id = await aScheduled({ schedule: own({ ...nightly, times: ["15:30", "03:00", "03:00"] }) });
    expect(await told(id)).toMatchObject({
      schedule: { kind: "OWN", recurrence: { ...nightly, times: ["03:00", "15:30"] } },
      nextRun: { at: "2026-11-24T10:30:00.000Z", reason: "OWN_SCHEDULE" },
    });
  });

  test("that is off has no next run, and says so", async () => {
    const id = await aScheduled({ schedule: own() });
    expect(await schedule([id], { kind: "OFF" })).toMatchObject({
      exports: [{ schedule: { kind: "OFF", recurrence: null }, nextRun: { at: null, reason: "OFF" } }],
    });
  });

  test.each([
    ["no recurrence", { kind: "OWN" }, "schedule.recurrence", "recurrence-missing"],
    [
      "one that is not its own",
      { kind: "OFF", recurrence: nightly },
      "schedule.recurrence",
      "recurrence-unwanted",
    ],
    [
      "no place",
      own({ ...nightly, timeZone: "Asia/Atlantis" }),
      "schedule.recurrence.timeZone",
      "time-zone-unknown",
    ],
    ["no day", own({ ...nightly, days: [] }), "schedule.recurrence.days", "no-day"],
    [
      "five times",
      own({ ...nightly, times: ["00:00", "01:00", "02:00", "03:00", "04:00"] }),
      "schedule.recurrence.times",
      "too-many-times",
    ],
  ])("cannot have %s", async (_what, wrong, path, code) => {
    expect(await schedule([await aScheduled()], wrong)).toMatchObject({ issues: [{ path, code }] });
  });

  test("of several is set for all or none of them", async () => {
    const id = await aScheduled();
    const missing = "00000000-0000-4000-8000-00000000dead";
    expect(await schedule([id, missing], own())).toEqual({ __typename: "NotFound", id: missing });
    expect(await told(id)).toMatchObject({ schedule: { kind: "WITH_REFRESH" } });
    expect(await schedule([], own())).toMatchObject({ issues: [{ path: "ids", code: "exports-missing" }] });
  });

  test("of several replaces those they have, or keeps them", async () => {
    const [off, with_] = [await aScheduled({ schedule: { kind: "OFF" } }), await aScheduled()];
    const kinds = ({ exports }: { exports: { schedule: { kind: string } }[] }) =>
      exports.map((item) => item.schedule.kind);
    expect(kinds(await schedule([with_, off], own(), "KEEP"))).toEqual(["WITH_REFRESH", "OWN"]);
    expect(kinds(await schedule([with_, off], own(), "REPLACE"))).toEqual(["OWN", "OWN"]);
  });

  test("that is set again as it is keeps what is due", async () => {
    const id = await aScheduled({ schedule: own() });
    await sandbox.dataSource.query("update export set next_due_at = '2030-01-01' where id = $1", [id]);
    await schedule([id], own());
    expect(await told(id)).toMatchObject({ nextRun: { at: "2030-01-01T00:00:00.000Z" } });
  });
});

describe("an export that is due", () => {
  test("runs with the rights of its export user, and is due again the next day", async () => {
    const id = await aScheduled({ schedule: own() });
    clock.moveTo("2026-11-24T22:00:00Z");
    const [run] = await expect
      .poll(() => runsOf(id))
      .toHaveLength(1)
      .then(() => runsOf(id));
    expect(run).toMatchObject({
      ...{ trigger: "SCHEDULE", dueAt: "2026-11-24T22:00:00.000Z" },
      startedBy: { name: "Local administrator" },
    });
    expect(await told(id)).toMatchObject({
      nextRun: { at: "2026-11-25T22:00:00.000Z", reason: "OWN_SCHEDULE" },
      notStarted: null,
    });
    expect(await endOf(sandbox, run.id)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 1 });
  });

  test("and cannot be started says why, and is due again", async () => {
    const id = await aScheduled({ schedule: own() });
    await sandbox.dataSource.query("update destination set export_user_id = null where id = $1", [
      destinationId,
    ]);
    clock.moveTo("2026-11-24T22:00:00Z");
    await expect
      .poll(async () => (await told(id)).notStarted)
      .toMatchObject({
        at: "2026-11-24T22:00:00.000Z",
        code: "export-user-required",
      });
    expect(await told(id)).toMatchObject({ nextRun: { at: "2026-11-25T22:00:00.000Z" } });
    expect(await runsOf(id)).toEqual([]);

    await sandbox.ask("mutation ($id: ID!) { becomeExportUser(destinationId: $id) { __typename } }", {
      id: destinationId,
    });
    clock.moveTo("2026-11-25T22:00:00Z");
    await expect.poll(() => runsOf(id)).toHaveLength(1);
    expect(await told(id)).toMatchObject({ notStarted: null });
  });
});
