import { randomUUID } from "node:crypto";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rowsReadFrom } from "../../testing/query-plan.ts";
import { aDatabase } from "../../testing/test-database.ts";
import { countLeavers, isLeaver, leaverParameters, type MirroringRun } from "./leavers.ts";

const PEOPLE = 30_000;
const LEAVERS = 300;

let database: Awaited<ReturnType<typeof aDatabase>>;
let dataSource: DataSource;
beforeAll(async () => {
  database = await aDatabase();
  dataSource = await new DataSource({ type: "postgres", url: database.url, parseInt8: true }).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

test("who leaves is found by looking up those of the range alone, where nobody was looked at for being unchanged", async () => {
  const run = await aRunOfUnchanged();
  expect(await countLeavers(dataSource, run)).toEqual({ all: LEAVERS, unmarked: LEAVERS });

  const range = { from: "0".repeat(32), to: `0${"f".repeat(31)}` };
  const [{ "QUERY PLAN": plan }] = await dataSource.query(
    `explain (analyze, format json) select count(*) from delivery where ${isLeaver(run)}`,
    [...leaverParameters(run, range)],
  );
  const [{ count: inRange }] = await dataSource.query(
    "select count(*) from delivery where address_hash between $1 and $2",
    [range.from, range.to],
  );
  expect(rowsReadFrom("run_member", plan[0].Plan)).toBeLessThanOrEqual(inRange);
});

/** A run of everybody whom its export has delivered but a few; all of them are passed over. */
async function aRunOfUnchanged(): Promise<MirroringRun> {
  const [id, exportId, listId] = [randomUUID(), randomUUID(), "list"];
  await dataSource.transaction(async (db) => {
    await db.query("set local session_replication_role = replica"); // foreign keys look away
    await db.query(
      `insert into delivery (list_id, address_hash, export_id, profile_id, run_id)
       select $1, md5(number::text)::uuid, $2::uuid, number, $2::uuid from generate_series(1, $3::integer) as number`,
      [listId, exportId, PEOPLE],
    );
    await db.query(
      `insert into run_member (run_id, profile_id, is_unchanged, address_hash)
       select $1::uuid, number, true, md5(number::text)::uuid from generate_series(1, $2::integer) as number`,
      [id, PEOPLE - LEAVERS],
    );
  });
  await dataSource.query("analyze delivery, run_member");
  return { id, exportId, listId, undoOf: null, deliveries: PEOPLE };
}
