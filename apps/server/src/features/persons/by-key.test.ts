import { randomUUID } from "node:crypto";
import type { DataSource } from "typeorm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { type QueryPlan, rowsReadFrom } from "../../testing/query-plan.ts";
import { addressHash } from "../export-runs/upload/claim-addresses.ts";
import { matchesOfExports } from "./addresses-of.ts";
import { identifyPerson } from "./identify-person.ts";
import { readTrail } from "./read-trail.ts";

const PEOPLE = 20_000;
const RUNS = 8;
const LARGE = [
  "profile",
  "segment_member",
  "run_member",
  "run_exception",
  "delivery",
  "run_removal",
  "run_address",
];
/** Of each table, over all statements: a handful of people times a handful of runs. */
const MOST_READ = 200;

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
  await manyPeople(server.dataSource);
}, 60_000);
afterAll(async () => await server.close());

/** One export of everybody, who have all been delivered by each of its runs. */
async function manyPeople(dataSource: DataSource): Promise<void> {
  const [source, segment, destination, exportId] = Array.from({ length: 4 }, () => randomUUID());
  const user = "00000000-0000-4000-8000-000000000001";
  const matching = JSON.stringify([{ target: "email", kind: "field", value: "email" }]);
  await dataSource.query(
    `insert into source (id, name, state, file_id, file_name, id_field, email_field, created_by)
     values ($1, 'People', 'READY', $1, 'people.csv', 'id', 'email', $2)`,
    [source, user],
  );
  await dataSource.query(
    `insert into profile (source_id, key, email, attributes)
     select $1, 'p' || number, 'p' || number || '@example.com', jsonb_build_object('email', 'p' || number || '@example.com')
     from generate_series(1, $2::integer) as number`,
    [source, PEOPLE],
  );
  await dataSource.query(
    "insert into segment (id, name, kind, state, created_by) values ($1, 'All', 'ALL', 'READY', $2)",
    [segment, user],
  );
  await dataSource.query("insert into segment_member select $1, id from profile", [segment]);
  await dataSource.query(
    `insert into destination (id, name, state, api_key_id, sealed_api_key, created_by) values ($1, 'Letters', 'READY', 'k', '{}', $2)`,
    [destination, user],
  );
  await dataSource.query(
    `insert into export (id, name, destination_id, list_id, list_name, matching, created_by) values ($1, 'All', $2, 'list', 'List', $3, $4)`,
    [exportId, destination, matching, user],
  );
  await dataSource.query("insert into export_segment values ($1, $2)", [exportId, segment]);
  for (let run = 0; run < RUNS; run++) {
    const id = randomUUID();
    await dataSource.query(
      `insert into export_run (id, export_id, export_name, destination_id, list_id, list_name, matching, state, selected_count, started_by, ended_at)
       values ($1, $2, 'All', $3, 'list', 'List', $4, 'SUCCEEDED', $5, $6, now())`,
      [id, exportId, destination, matching, PEOPLE, user],
    );
    await dataSource.query("insert into run_member (run_id, profile_id) select $1, id from profile", [id]);
    await dataSource.query(
      `insert into run_batch (run_id, number, first_profile_id, last_profile_id, accepted_count, rejected_count, duplicate_count)
       select $1, 1, min(id), max(id), $2, 0, 0 from profile`,
      [id, PEOPLE],
    );
    await dataSource.query(
      `insert into run_exception (run_id, profile_id, kind, code, batch)
       select $1, id, 'REJECTED', 'too-long', 1 from profile where id % 10 = 3`,
      [id],
    );
    await dataSource.query(
      `insert into delivery (list_id, address_hash, export_id, profile_id, run_id)
       select 'list', md5(id::text)::uuid, $1, id, $2 from profile on conflict do nothing`,
      [exportId, id],
    );
  }
  await dataSource.query(
    `update delivery set address_hash = $1 where profile_id = (select id from profile where key = 'p777')`,
    [addressHash("p777@example.com")],
  );
  await dataSource.query("analyze");
}

/** Tells for each statement how many rows of each large table it reads, before it is run. */
function watched(dataSource: DataSource): { watching: DataSource; read: Map<string, number> } {
  const read = new Map<string, number>();
  const query = async (sql: string, parameters: unknown[] = []) => {
    const [{ "QUERY PLAN": plan }] = await dataSource.query(
      `explain (analyze, format json) ${sql}`,
      parameters,
    );
    for (const table of LARGE)
      read.set(table, (read.get(table) ?? 0) + rowsReadFrom(table, plan[0].Plan as QueryPlan));
    return await dataSource.query(sql, parameters);
  };
  return {
    watching: Object.assign(Object.create(dataSource), {
      query,
      manager: Object.assign(Object.create(dataSource.manager), { query }),
      getRepository: dataSource.getRepository.bind(dataSource),
    }),
    read,
  };
}

test.each([["p777@example.com"], ["777"]])("a trail of %s reads the person's rows alone", async (person) => {
  const { watching, read } = watched(server.dataSource);
  const found = await identifyPerson(watching.manager, person, await matchesOfExports(watching.manager));
  if (!found.ok) throw new Error(found.failure.code);
  const trail = await readTrail(
    watching,
    { ...found.value, isErased: false },
    { first: 20, after: null, runsOfEach: 5 },
  );
  expect(trail.edges[0]?.node.runs).toHaveLength(5);
  expect([...read].filter(([, rows]) => rows > MOST_READ)).toEqual([]);
  expect(read.get("run_member")).toBeGreaterThan(0);
});
