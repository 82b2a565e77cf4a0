import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aClock } from "../../testing/a-clock.ts";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { clearAll, endOfRefresh, startRefresh, watchRefresh } from "../../testing/refreshes.ts";
import { controlSimulator, strike } from "../../testing/simulator-control.ts";

const clock = aClock("2026-11-24T00:00:00Z");
let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({ clock, dueEveryMs: 20 });
  destinationId = await sandbox.aDestination("Refreshed");
});
beforeEach(async () => {
  clock.moveTo("2026-11-24T00:00:00Z");
  await clearAll(sandbox);
});
afterAll(async () => await sandbox.close());

/** Lasts until it is ended. */
const OUTAGE = { kind: "status", status: 503 };
const outageEnds = () => controlSimulator(sandbox.simulator, "DELETE", "/faults");

const people = { a: { email: "a@example.com" } };
const off = { schedule: { kind: "OFF" } };

/** What a step came to, by kind and name; sources and segments are named for their ids. */
const stepsOf = ({
  steps,
}: {
  steps: { kind: string; subjectName: string; state: string; code: string }[];
}) =>
  steps.map(({ kind, subjectName, state, code }) => [
    kind,
    kind === "EXPORT" ? subjectName : null,
    state,
    code,
  ]);

const segmentOf = async (exportId: string): Promise<string> =>
  (
    await sandbox.dataSource.query("select segment_id from export_segment where export_id = $1", [exportId])
  )[0].segment_id;

async function arrive(email: string): Promise<void> {
  await sandbox.dataSource.query(
    `insert into profile (source_id, key, email, attributes)
     select id, $1, $1, jsonb_build_object('email', $1::text) from source limit 1`,
    [email],
  );
}

/** A rule that does not fit the profiles any more: a text is not greater than a number. */
const breakSegment = (id: string) =>
  sandbox.dataSource.query("update segment set kind = 'DYNAMIC', rule = $2 where id = $1", [
    id,
    { join: "AND", conditions: [{ field: "email", operator: "GREATER_THAN", values: ["5"] }], groups: [] },
  ]);

const cancel = async (id: string) =>
  (
    await sandbox.ask(
      `mutation ($id: ID!) { cancelRefresh(refreshId: $id) { __typename ... on Refresh { state cancelRequestedAt } } }`,
      { id },
    )
  ).cancelRefresh;

describe("a refresh", () => {
  test("does sources, then segments, then the exports that follow it, and says what each came to", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "Follows", people);
    await anExport(sandbox, destinationId, "Waits for somebody", { b: { email: "b@example.com" } }, off);
    await arrive("late@example.com");

    const { id } = await startRefresh(sandbox);
    const end = await endOfRefresh(sandbox, id);

    expect(end).toMatchObject({
      state: "SUCCEEDED",
      trigger: "MANUAL",
      startedBy: { name: "Local administrator" },
    });
    expect(stepsOf(end)).toEqual([
      ["SOURCE", null, "SUCCEEDED", "nothing-to-fetch"],
      ["SOURCE", null, "SUCCEEDED", "nothing-to-fetch"],
      ["SEGMENT", null, "SUCCEEDED", null],
      ["SEGMENT", null, "SUCCEEDED", null],
      ["EXPORT", "Follows", "SUCCEEDED", null],
    ]);
    const step = end.steps.at(-1);
    expect(step).toMatchObject({ subjectId: exportId, doneCount: 3, totalCount: 3 });
    expect(await sandbox.addressesOn(listId)).toContain("late@example.com");
    const { run } = await sandbox.ask(`{ run(id: "${step.runId}") { trigger startedBy { name } } }`);
    expect(run).toEqual({ trigger: "REFRESH", startedBy: { name: "Local administrator" } });
  });

  test("with nothing to do succeeds at once", async () => {
    const { id } = await startRefresh(sandbox);
    expect(await endOfRefresh(sandbox, id)).toMatchObject({ state: "SUCCEEDED", steps: [] });
  });

  test("stops what depends on a segment that failed, and nothing else", async () => {
    const [broken, sound] = [
      await anExport(sandbox, destinationId, "Broken", people),
      await anExport(sandbox, destinationId, "Sound", people),
    ];
    await breakSegment(await segmentOf(broken.exportId));

    const end = await endOfRefresh(sandbox, (await startRefresh(sandbox)).id);

    expect(end.state).toBe("FAILED");
    expect(stepsOf(end)).toEqual(
      expect.arrayContaining([
        ["SEGMENT", null, "FAILED", "segment-failed"],
        ["SEGMENT", null, "SUCCEEDED", null],
        ["EXPORT", "Broken", "BLOCKED", "depends-on-failed"],
        ["EXPORT", "Sound", "SUCCEEDED", null],
      ]),
    );
    expect(await sandbox.addressesOn(sound.listId)).toEqual(["a@example.com"]);
    expect(await sandbox.addressesOn(broken.listId)).toEqual([]);
  });

  test("says of an export that cannot be started why", async () => {
    const unmanned = await sandbox.aDestination("Nobody's");
    await anExport(sandbox, unmanned, "Nobody's", people);
    await sandbox.dataSource.query("update destination set export_user_id = null where id = $1", [unmanned]);
    const end = await endOfRefresh(sandbox, (await startRefresh(sandbox)).id);
    expect(stepsOf(end).at(-1)).toEqual(["EXPORT", "Nobody's", "FAILED", "export-user-required"]);
  });

  test("does not wait with a run that asks for approval, and does not start another one beside it", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Asks", people);
    await endOf(sandbox, await startRun(sandbox, exportId));
    await sandbox.dataSource.query("delete from profile");

    const asked = await endOfRefresh(sandbox, (await startRefresh(sandbox)).id);
    expect(asked.state).toBe("SUCCEEDED");
    expect(stepsOf(asked).at(-1)).toEqual(["EXPORT", "Asks", "AWAITING_APPROVAL", null]);

    const again = await endOfRefresh(sandbox, (await startRefresh(sandbox)).id);
    expect(stepsOf(again).at(-1)).toEqual(["EXPORT", "Asks", "FAILED", "export-awaits-approval"]);
  });

  test("runs an export again that was running when it began: that run may have begun with people of before", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "Running", people);
    await strike(sandbox.simulator, "PUT /v3/marketing/contacts", OUTAGE, 1_000);
    const before = await startRun(sandbox, exportId);
    await arrive("late@example.com");

    const seen = [];
    for await (const refresh of watchRefresh(sandbox, (await startRefresh(sandbox)).id)) {
      seen.push(refresh);
      if (refresh.steps.at(-1).code === "waits-for-run") await outageEnds();
    }

    expect(seen.map((refresh) => refresh.steps.at(-1).code)).toContain("waits-for-run");
    expect(seen.at(-1)).toMatchObject({ state: "SUCCEEDED" });
    expect(seen.at(-1).steps.at(-1).runId).not.toBe(before);
    expect(await sandbox.addressesOn(listId)).toContain("late@example.com");
  });

  test("is the only one: a second one is refused, and is there again when the first has ended", async () => {
    await anExport(sandbox, destinationId, "Once", people);
    await strike(sandbox.simulator, "PUT /v3/marketing/contacts", { kind: "slow", byMs: 500 });
    const answers = await Promise.all([startRefresh(sandbox), startRefresh(sandbox)]);
    const started = answers.find(({ __typename }) => __typename === "Refresh");
    expect(answers).toContainEqual({
      ...{ __typename: "RefreshAlreadyRunning", code: "refresh-already-running" },
      refresh: { id: started.id },
    });
    await endOfRefresh(sandbox, started.id);
    const { id } = await startRefresh(sandbox);
    await endOfRefresh(sandbox, id);
    const { refreshes } = await sandbox.ask("{ refreshes(first: 1) { totalCount edges { node { id } } } }");
    expect(refreshes).toEqual({ totalCount: 2, edges: [{ node: { id } }] });
  });

  test("that is canceled begins nothing more, and cancels the runs that it started", async () => {
    await anExport(sandbox, destinationId, "Under way", people);
    await strike(sandbox.simulator, "PUT /v3/marketing/contacts", OUTAGE, 1_000);
    const { id } = await startRefresh(sandbox);
    for await (const { steps } of watchRefresh(sandbox, id)) if (steps.at(-1).runId) break;

    expect(await cancel(id)).toMatchObject({ __typename: "Refresh", cancelRequestedAt: expect.any(String) });
    const end = await endOfRefresh(sandbox, id);
    await outageEnds();

    expect(end.state).toBe("CANCELED");
    expect(stepsOf(end).at(-1)).toEqual(["EXPORT", "Under way", "CANCELED", null]);
    expect(await endOf(sandbox, end.steps.at(-1).runId)).toMatchObject({ state: "CANCELED" });
    expect(await cancel(id)).toEqual({ __typename: "RefreshAlreadyEnded" });
    expect(await cancel("00000000-0000-4000-8000-00000000dead")).toEqual({ __typename: "NotFound" });
  });
});
