import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun, watchRun } from "../../../testing/an-export.ts";
import { controlSimulator, strike } from "../../../testing/simulator-control.ts";

import { RUN_PATIENCE } from "../run-context.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({
    runPatience: {
      ...{ uploadMs: 2_000, settleMs: 10_000, unknownMs: 1_000 },
      ...{ maxAttempts: 3, pauseMs: { first: 20, longest: 50 } },
    },
  });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());
afterEach(async () => {
  await controlSimulator(sandbox.simulator, "DELETE", "/faults");
  await controlSimulator(sandbox.simulator, "PUT", "/settings", { contactLimit: null });
});

const UPSERT = "PUT /v3/marketing/contacts";

/** The next so many upserts are accepted and then forgotten. */
const lose = (times: number, kind = "lose-job") => strike(sandbox.simulator, UPSERT, { kind }, times);

/** What the simulator's control plane says of contacts and calls. */
async function state(): Promise<{ contactCount: number; upserts: number }> {
  const answer = await fetch(`${sandbox.simulator.url}/_simulator/state`);
  const { contactCount, callCounts } = (await answer.json()) as {
    contactCount: number;
    callCounts: Record<string, Record<string, number>>;
  };
  return { contactCount, upserts: callCounts[UPSERT]?.["202"] ?? 0 };
}

const people = (prefix: string, count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`${prefix}${n}`, { email: `${prefix}${n}@example.com` }]),
  );

const addressesOf = (profiles: ReturnType<typeof people>) =>
  Object.values(profiles)
    .map(({ email }) => email)
    .toSorted();

/** How many outcomes of each kind there are, counted one by one. */
async function outcomesOf(runId: string): Promise<Record<string, number>> {
  const csv = await (await fetch(`${sandbox.url}/runs/${runId}/outcomes.csv`)).text();
  const kinds = csv
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(",")[1]!);
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]));
}

describe("a job that SendGrid accepted and does not know any more", () => {
  test("is made good by the run itself: its people are sent again, and everybody has one outcome", async () => {
    const profiles = {
      ...people("one-", 8),
      wrong: { email: "no address" },
      again: { email: "One-1@example.com" },
    };
    const { exportId, listId } = await anExport(sandbox, destinationId, "One lost", profiles);
    await lose(1);
    const runId = await startRun(sandbox, exportId);
    expect(await endOf(sandbox, runId)).toMatchObject({
      ...{ state: "SUCCEEDED", selectedCount: 10, acceptedCount: 8, deliveredCount: 8 },
      ...{ rejectedCount: 1, duplicateCount: 1, notSentCount: 0, failure: null },
    });
    expect(await outcomesOf(runId)).toEqual({ DELIVERED: 8, REJECTED: 1, DUPLICATE: 1 });
    expect(await sandbox.addressesOn(listId)).toEqual(addressesOf(people("one-", 8)));
  });

  test("is made good where SendGrid had applied it before it forgot it", async () => {
    const profiles = people("vanish-", 10);
    const { exportId, listId } = await anExport(sandbox, destinationId, "Vanished", profiles);
    await lose(2, "vanish-job");
    const runId = await startRun(sandbox, exportId);
    expect(await endOf(sandbox, runId)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 10 });
    expect(await sandbox.addressesOn(listId)).toEqual(addressesOf(profiles));
  });

  test("is sent again three times, and then it is said that nobody knows what became of it", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "Lost for good", people("four-", 10));
    const before = (await state()).upserts;
    await lose(100);
    const runId = await startRun(sandbox, exportId);
    expect(await endOf(sandbox, runId)).toMatchObject({
      ...{ state: "FAILED", acceptedCount: 10, deliveredCount: 0, rejectedCount: 0, notSentCount: 0 },
      failure: { code: "job-unknown" },
    });
    expect((await state()).upserts).toBe(before + 4);
    expect(await outcomesOf(runId)).toEqual({ ACCEPTED: 10 });
    expect(await sandbox.addressesOn(listId)).toEqual([]);
  });

  test("whose people SendGrid refuses the second time leaves each of them with that outcome", async () => {
    const { exportId, listId } = await anExport(
      sandbox,
      destinationId,
      "Lost, then full",
      people("full-", 10),
    );
    const { contactCount } = await state();
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { contactLimit: contactCount + 7 });
    await lose(1);
    const runId = await startRun(sandbox, exportId);
    expect(await endOf(sandbox, runId)).toMatchObject({
      ...{ state: "FAILED", acceptedCount: 10, deliveredCount: 7, rejectedCount: 3, notSentCount: 0 },
      ...{ failure: { code: "contact-limit" }, rejections: [{ code: "contact-limit", count: 3 }] },
    });
    expect(await outcomesOf(runId)).toEqual({ DELIVERED: 7, REJECTED: 3 });
    expect(await sandbox.addressesOn(listId)).toHaveLength(7);
  });

  test("is sent again as its people are now: who has been removed meanwhile is not", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "Removed", people("gone-", 5));
    await lose(1);
    const runId = await startRun(sandbox, exportId);
    for await (const { acceptedCount } of watchRun(sandbox, runId)) if (acceptedCount === 5) break;
    await sandbox.dataSource.query("delete from profile where key in ('gone-1', 'gone-2')");
    await sandbox.dataSource.query(
      `update profile set attributes = '{"email": "GONE-3@example.com"}' where key = 'gone-4'`,
    );
    expect(await endOf(sandbox, runId)).toMatchObject({
      ...{ state: "SUCCEEDED", acceptedCount: 5, deliveredCount: 2, rejectedCount: 2, duplicateCount: 1 },
      rejections: [{ code: "profile-removed", count: 2 }],
    });
    expect(await outcomesOf(runId)).toEqual({ DELIVERED: 2, REJECTED: 2, DUPLICATE: 1 });
    expect(await sandbox.addressesOn(listId)).toEqual(["gone-0@example.com", "gone-3@example.com"]);
  });

  test("is made good though the process dies after it was sent again and before that was stored", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "Killed", people("killed-", 10));
    await sandbox.dataSource.query(`
      create sequence lost_jobs;
      create function die_once() returns trigger language plpgsql as $$
        begin
          if nextval('lost_jobs') = 1 then raise exception 'The process dies'; end if;
          return new;
        end $$;
      create trigger die_once before update on run_job for each row when (new.lost_at is not null)
        execute function die_once()`);
    const before = (await state()).upserts;
    await lose(1);
    const runId = await startRun(sandbox, exportId);
    expect(await endOf(sandbox, runId)).toMatchObject({
      ...{ state: "SUCCEEDED", acceptedCount: 10, deliveredCount: 10, rejectedCount: 0 },
    });
    await sandbox.dataSource.query("drop function die_once cascade; drop sequence lost_jobs");
    expect((await state()).upserts).toBe(before + 3);
    expect(await outcomesOf(runId)).toEqual({ DELIVERED: 10 });
    expect(await sandbox.addressesOn(listId)).toEqual(addressesOf(people("killed-", 10)));
  });

  test("is not sent again once the run is canceled: what is known of its people is that SendGrid accepted them", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Canceled", people("stop-", 10));
    const before = (await state()).upserts;
    await lose(1);
    const runId = await startRun(sandbox, exportId);
    for await (const { acceptedCount } of watchRun(sandbox, runId)) if (acceptedCount === 10) break;
    await sandbox.ask("mutation ($id: ID!) { cancelRun(runId: $id) { __typename } }", { id: runId });
    expect(await endOf(sandbox, runId)).toMatchObject({
      ...{ state: "FAILED", acceptedCount: 10, deliveredCount: 0, notSentCount: 0 },
      failure: { code: "job-unknown" },
    });
    expect((await state()).upserts).toBe(before + 1);
    expect(await outcomesOf(runId)).toEqual({ ACCEPTED: 10 });
  });
});

describe("a run whose every job is lost", () => {
  let byFile: Sandbox;
  beforeAll(async () => {
    byFile = await aSandbox({
      maxUpsertsPerRun: 0,
      importing: { importLimits: { maxRows: 200, maxBytes: 1_000_000 }, rowsBeforeFile: 5 },
      runPatience: { ...RUN_PATIENCE, unknownMs: 1_000 },
    });
  });
  afterAll(async () => await byFile.close());

  test("by file too, is made good batch by batch, and no count goes back", async () => {
    const profiles = people("file-", 1_000);
    const { exportId, listId } = await anExport(
      byFile,
      await byFile.aDestination("Files"),
      "Files",
      profiles,
    );
    const imports = "PUT /v3/marketing/contacts/imports";
    await strike(byFile.simulator, UPSERT, { kind: "lose-job" }, 4);
    await strike(byFile.simulator, imports, { kind: "lose-job" }, 4);
    await strike(byFile.simulator, imports, { kind: "vanish-job" }, 2);
    const runId = await startRun(byFile, exportId);
    const seen = await Array.fromAsync(watchRun(byFile, runId));
    expect(seen.at(-1)).toMatchObject({
      ...{ state: "SUCCEEDED", acceptedCount: 1_000, deliveredCount: 1_000, rejectedCount: 0 },
    });
    const delivered = seen.map(({ deliveredCount }) => deliveredCount);
    expect(delivered).toEqual(delivered.toSorted((one, other) => one - other));
    expect(await byFile.addressesOn(listId)).toEqual(addressesOf(profiles));
    const [{ lost, batches }] = await byFile.dataSource.query(
      `select count(lost_at) as lost, count(distinct batch) filter (where lost_at is not null) as batches
       from run_job where run_id = $1`,
      [runId],
    );
    expect(lost).toBe(10);
    expect(batches).toBeGreaterThan(2);
  });
});
