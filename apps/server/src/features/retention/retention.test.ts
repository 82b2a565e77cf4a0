import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { DETAIL_TABLES } from "./detail-tables.ts";
import { ForgetOld } from "./forget-old.ts";
import { PruneRuns } from "./prune-runs.ts";

const DAY_MS = 24 * 60 * 60_000;
const KEPT = { keptMs: 90 * DAY_MS, maxOutcomes: 1_000_000 };
const never = new AbortController().signal;

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox();
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

const prune = (settings = KEPT, signal = never, pageSize = 2) =>
  new PruneRuns(sandbox.dataSource, settings, pageSize).execute(Date.now(), signal);

const people = {
  a: { email: "a@example.com" },
  b: { email: "B@example.com" },
  c: { email: "b@example.com" },
  d: { email: "nobody" },
};

async function aRunOf(exportId: string, daysAgo: number, options: { dryRun?: boolean } = {}) {
  const runId = await startRun(sandbox, exportId, { full: true, ...options });
  await endOf(sandbox, runId);
  await age(runId, daysAgo);
  return runId;
}

const age = (runId: string, daysAgo: number) =>
  sandbox.dataSource.query(
    "update export_run set ended_at = now() - make_interval(days => $2) where id = $1",
    [runId, daysAgo],
  );

/** How many rows of each table the run has, of those that have any. */
async function detailsOf(runId: string) {
  const counts: Record<string, number> = {};
  for (const { name } of DETAIL_TABLES) {
    const [{ count }] = await sandbox.dataSource.query(
      `select count(*)::integer as count from ${name} where run_id = $1`,
      [runId],
    );
    if (count > 0) counts[name] = count;
  }
  return counts;
}

const told = async (runId: string) =>
  (
    await sandbox.ask(
      `query ($id: ID!) { run(id: $id) {
         state detailsPrunedAt selectedCount deliveredCount rejectedCount duplicateCount rejections { code count }
         callTotals { endpoint callCount } } }`,
      { id: runId },
    )
  ).run;

const outcomes = (runId: string) =>
  sandbox.ask("query ($id: ID!) { outcomes(runId: $id) { totalCount } }", { id: runId });

/** Whether the details are kept, as the contract says it. */
const isKept = async (runId: string) => (await told(runId)).detailsPrunedAt === null;

describe("details of runs", () => {
  test("go when they are old: counts stay, and whoever asks who was in the run is told so", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Old", people);
    const old = await aRunOf(exportId, 91);
    const young = await aRunOf(exportId, 89);
    const before = await told(old);
    expect(await detailsOf(old)).toMatchObject({ run_member: 4, run_exception: 2, run_batch: 1, run_job: 1 });

    expect(await prune()).toBe(1);
    expect(await detailsOf(old)).toEqual({});
    expect(await told(old)).toEqual({ ...before, detailsPrunedAt: expect.any(String) });
    expect(before).toMatchObject({
      selectedCount: 4,
      deliveredCount: 2,
      rejectedCount: 1,
      duplicateCount: 1,
    });
    await expect(outcomes(old)).rejects.toThrow(/RUN_DETAILS_PRUNED/);
    await expect(
      sandbox.ask("query ($id: ID!) { calls(runId: $id) { totalCount } }", { id: old }),
    ).rejects.toThrow(/RUN_DETAILS_PRUNED/);
    for (const file of ["outcomes.csv", "removed.csv"]) {
      const response = await fetch(`${sandbox.url}/runs/${old}/${file}`);
      expect([response.status, await response.json()]).toMatchObject([410, { code: "run-details-pruned" }]);
    }

    expect(await isKept(young)).toBe(true);
    expect(await outcomes(young)).toEqual({ outcomes: { totalCount: 4 } });
  });

  test("stay of the last run of an export and of its last success, however old; of dry runs they go", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Last", people);
    const success = await aRunOf(exportId, 400);
    const dry = await aRunOf(exportId, 300, { dryRun: true });
    const earlierFailure = await aRunOf(exportId, 300);
    const failure = await aRunOf(exportId, 200);
    await sandbox.dataSource.query("update export_run set state = 'FAILED' where id in ($1, $2)", [
      earlierFailure,
      failure,
    ]);
    await prune();
    expect(await Promise.all([success, dry, earlierFailure, failure].map(isKept))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test("of a removed export go with their age alone, and never of a run that goes on", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Removed", people);
    const ended = await aRunOf(exportId, 91);
    const waiting = await aRunOf(exportId, 91);
    await sandbox.dataSource.query(
      "update export_run set state = 'AWAITING_APPROVAL', ended_at = null where id = $1",
      [waiting],
    );
    await sandbox.dataSource.query("update export_run set export_id = null where id in ($1, $2)", [
      ended,
      waiting,
    ]);
    await prune();
    expect([await isKept(ended), await isKept(waiting)]).toEqual([false, true]);
    await sandbox.dataSource.query(
      "update export_run set state = 'CANCELED', ended_at = now() where id = $1",
      [waiting],
    );
  });

  test.each(["retry_of", "undo_of"])(
    "stay of a run that another one, which goes on, names as %s",
    async (column) => {
      const { exportId } = await anExport(sandbox, destinationId, `Parent ${column}`, people);
      const parent = await aRunOf(exportId, 120);
      const child = await aRunOf(exportId, 92);
      await aRunOf(exportId, 1);
      await sandbox.dataSource.query(
        `update export_run set ${column} = $1, state = 'AWAITING_APPROVAL', ended_at = null where id = $2`,
        [parent, child],
      );
      await prune();
      expect(await isKept(parent)).toBe(true);
      await sandbox.dataSource.query(
        "update export_run set state = 'CANCELED', ended_at = now() where id = $1",
        [child],
      );
      await prune();
      expect(await isKept(parent)).toBe(false);
    },
  );

  test("go sooner, the oldest first, where all runs together have more than are to be kept", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Many", people);
    const runs = [];
    for (const daysAgo of [0.4, 0.3, 0.2, 0.1]) {
      const runId = await aRunOf(exportId, 0);
      await sandbox.dataSource.query(
        "update export_run set ended_at = now() - make_interval(hours => $2) where id = $1",
        [runId, Math.ceil(daysAgo * 24)],
      );
      runs.push(runId);
    }
    const [{ younger }] = await sandbox.dataSource.query(
      `select coalesce(sum(selected_count), 0)::integer as younger from export_run
       where details_pruned_at is null and ended_at > now() - interval '1 hour'`,
    );
    await prune({ ...KEPT, maxOutcomes: younger + 8 });
    expect(await Promise.all(runs.map(isKept))).toEqual([false, false, true, true]);
  });

  test("a process that dies half-way leaves nothing in sight, and the next one goes on where it was", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Killed", people);
    const old = await aRunOf(exportId, 95);
    await aRunOf(exportId, 1);
    await sandbox.dataSource.query(
      "insert into run_member (run_id, profile_id) select $1, 1000000 + n from generate_series(1, 400) n",
      [old],
    );
    const dying = new AbortController();
    const first = prune(KEPT, dying.signal, 5);
    await expect.poll(async () => (await detailsOf(old)).run_member).toBeLessThan(400);
    dying.abort(new Error("killed"));
    await expect(first).rejects.toThrow();
    expect((await detailsOf(old)).run_member).toBeGreaterThan(0);
    await expect(outcomes(old)).rejects.toThrow(/RUN_DETAILS_PRUNED/);

    expect(await prune(KEPT, never, 100)).toBe(1);
    expect(await detailsOf(old)).toEqual({});
    expect(await prune()).toBe(0);
  });

  test("are deleted by one process at a time, and by however many there are each run once", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Two", people);
    const old = [await aRunOf(exportId, 97), await aRunOf(exportId, 96)];
    await aRunOf(exportId, 1);
    await Promise.all([prune(), prune(), prune()]);
    await prune();
    expect(await Promise.all(old.map(detailsOf))).toEqual([{}, {}]);
  });
});

test("refreshes and alerts go when they are old, the last refresh stays", async () => {
  const { dataSource } = sandbox;
  const [{ id: actor }] = await dataSource.query("select id from app_user limit 1");
  await dataSource.query(
    `insert into refresh (id, state, trigger, started_by, started_at, ended_at)
     select gen_random_uuid(), 'SUCCEEDED', 'MANUAL', $1, at, at
     from unnest(array[now() - interval '200 days', now() - interval '100 days']) at`,
    [actor],
  );
  await dataSource.query(
    `insert into alert_channel (id, name, kind, target, sealed_secret, alerts, created_by)
     values (gen_random_uuid(), 'Old', 'WEBHOOK', 'https://example.com', '{}', '{}', $1)`,
    [actor],
  );
  await dataSource.query(
    `insert into alert_delivery (channel_id, kind, facts, state, ended_at, next_try_at)
     select id, 'RUN_FAILED', '{}', 'DELIVERED', at, null
     from alert_channel, unnest(array[now() - interval '91 days', now() - interval '89 days']) at`,
  );
  await new ForgetOld(dataSource, KEPT, { now: Date.now, wait: async () => undefined }).execute(never);
  const [left] = await dataSource.query(
    `select (select count(*)::integer from refresh) as refreshes, (select count(*)::integer from alert_delivery) as alerts`,
  );
  expect(left).toEqual({ refreshes: 1, alerts: 1 });
});
