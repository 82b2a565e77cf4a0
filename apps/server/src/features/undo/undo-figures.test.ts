import { randomUUID } from "node:crypto";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { overhear } from "../../testing/overhear.ts";
import { rowsReadFrom } from "../../testing/query-plan.ts";
import { aDatabase } from "../../testing/test-database.ts";
import type { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { undoFigures } from "./undo-figures.ts";

const ON_LIST = 30_000;
const ADDED = 20;

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

test("what an undo would do is found by looking up whom the run was about, however many its export has on the list", async () => {
  const run = await aRunThatAddedFew();
  const [heard] = await overhear(dataSource, async () => {
    expect(await undoFigures(dataSource.manager, run)).toMatchObject({ toRemove: ADDED, claimed: 0 });
  });
  const [{ "QUERY PLAN": plan }] = await dataSource.query(`explain (analyze, format json) ${heard?.sql}`, [
    ...(heard?.parameters ?? []),
  ]);
  expect(rowsReadFrom("delivery", plan[0].Plan)).toBeLessThanOrEqual(3 * ADDED);
});

async function aRunThatAddedFew(): Promise<ExportRunEntity> {
  const [id, exportId, listId] = [randomUUID(), randomUUID(), "list"];
  await dataSource.transaction(async (db) => {
    await db.query("set local session_replication_role = replica"); // foreign keys look away
    await db.query(
      `insert into delivery (list_id, address_hash, export_id, profile_id, run_id, added_run_id)
       select $1, md5(number::text)::uuid, $2::uuid, number, $3::uuid, case when number <= $5 then $3::uuid else $2::uuid end
       from generate_series(1, $4::integer) as number`,
      [listId, exportId, id, ON_LIST, ADDED],
    );
    await db.query(
      `insert into run_address (run_id, address_hash, profile_id)
       select $1::uuid, md5(number::text)::uuid, number from generate_series(1, $2::integer) as number`,
      [id, ADDED],
    );
  });
  await dataSource.query("analyze delivery, run_address");
  return { id, exportId, listId, queuedAt: new Date() } as ExportRunEntity;
}
