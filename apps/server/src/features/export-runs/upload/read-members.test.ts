import { randomUUID } from "node:crypto";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rowsReadFrom } from "../../../testing/query-plan.ts";
import { aDatabase } from "../../../testing/test-database.ts";
import { selectMembers } from "../prepare/select-members.ts";
import { readMembers } from "./read-members.ts";

const PEOPLE = 30_000;
const PAGE = 1_000;

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

test("a page costs what is on it, in a run whose members were fixed a moment ago", async () => {
  const runId = await aRunOf(PEOPLE);
  const asked: [string, unknown[]][] = [];
  const overheard = {
    query: (sql: string, parameters: unknown[]) => {
      asked.push([sql, parameters]);
      return dataSource.query(sql, parameters);
    },
  } as DataSource;
  const sizes: number[] = [];
  for await (const { members } of readMembers(overheard, runId, { after: 0 })) sizes.push(members.length);
  expect(sizes).toEqual(Array.from({ length: PEOPLE / PAGE }, () => PAGE));

  const [sql, parameters] = asked[0]!;
  const [{ "QUERY PLAN": plan }] = await dataSource.query(
    `explain (analyze, format json) ${sql}`,
    parameters,
  );
  expect(rowsReadFrom("run_member", plan[0].Plan)).toBe(PAGE);
});

/** A run of an export of one segment, prepared. The tables around it stay empty. */
async function aRunOf(people: number): Promise<string> {
  const [runId, exportId, segmentId] = [randomUUID(), randomUUID(), randomUUID()];
  await dataSource.transaction(async (db) => {
    await db.query("set local session_replication_role = replica"); // foreign keys look away
    await db.query(
      `insert into export_run (id, export_id, export_name, list_id, list_name, matching, state, started_by)
       values ($1, $2, 'Everybody', 'list', 'List', '[]', 'PREPARING', $1)`,
      [runId, exportId],
    );
    await db.query("insert into export_segment (export_id, segment_id) values ($1, $2)", [
      exportId,
      segmentId,
    ]);
    await db.query(
      `with person as (
         insert into profile (source_id, key, attributes)
         select $1::uuid, number::text, '{}' from generate_series(1, $2::integer) as number
         returning id
       )
       insert into segment_member (segment_id, profile_id) select $1::uuid, id from person`,
      [segmentId, people],
    );
  });
  const run = { id: runId, exportId, listId: "list", retryOf: null, undoOf: null };
  expect(await dataSource.transaction((db) => selectMembers(db, run, null))).toEqual({
    ...{ selectedCount: people, unchangedCount: 0 },
  });
  return runId;
}
