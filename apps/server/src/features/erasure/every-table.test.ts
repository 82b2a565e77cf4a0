import { afterAll, beforeAll, expect, test } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(async () => await server.close());

/** What `eraseHere` takes an address out of. One that is missing here keeps people who were erased. */
const ERASED_FROM = [
  "delivery",
  "drift_difference",
  "drift_member",
  "run_address",
  "run_member",
  "run_removal",
  "run_suppression",
];

test("an erasure knows every table that keeps addresses", async () => {
  const tables: readonly { name: string }[] = await server.dataSource.query(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'address_hash' order by table_name`,
  );
  expect(tables.map(({ name }) => name)).toEqual(ERASED_FROM);
});
