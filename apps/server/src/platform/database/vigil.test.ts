import { type FaultProxy, startFaultProxy } from "@keruen/fault-proxy";
import pg from "pg";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { aDatabase } from "../../testing/test-database.ts";
import { Vigil } from "./vigil.ts";

const TIMES = { everyMs: 50, overdueAfterMs: 300, withinMs: 200 };

let database: Awaited<ReturnType<typeof aDatabase>>;
let proxy: FaultProxy;
let dataSource: DataSource;
let observer: pg.Client;
beforeAll(async () => {
  database = await aDatabase();
  const { hostname, port } = new URL(database.url);
  observer = new pg.Client({ connectionString: database.url });
  await observer.connect();
  proxy = await startFaultProxy({ host: hostname, port: Number(port) });
  const url = Object.assign(new URL(database.url), { port: proxy.port }).href;
  const extra = { Client: new Vigil(url, TIMES).Client, max: 3 };
  dataSource = await new DataSource({
    type: "postgres",
    url,
    extra,
    poolErrorHandler: () => undefined,
  }).initialize();
  await dataSource.query("create table held (id integer primary key, told integer)");
});
beforeEach(async () => {
  await dataSource.query(
    "insert into held values (1, 0) on conflict (id) do update set told = excluded.told",
  );
});
afterAll(async () => {
  proxy.reset();
  await dataSource.destroy();
  await proxy.close();
  await observer.end();
  await database.drop();
});

describe("Vigil", () => {
  test("ends a query whose connection is dead without a word, and the next one goes over another", async () => {
    await dataSource.query("select 1");
    proxy.silence();
    await expect(dataSource.query("select 1")).rejects.toThrow("The connection to the database is dead");
    expect(await dataSource.query("select 2 as two")).toEqual([{ two: 2 }]);
  });

  test("lets go of what a dead one has locked, so that somebody else goes on with it", async () => {
    const told = dataSource.transaction(async (db) => {
      await db.query("update held set told = told + 1 where id = 1");
      proxy.silence();
      await db.query("select 1");
    });
    await expect(told).rejects.toThrow("The connection to the database is dead");
    await dataSource.query("update held set told = told + 10 where id = 1");
    expect(await dataSource.query("select told from held")).toEqual([{ told: 10 }]);
  });

  test("leaves a query alone that takes long, however long", async () => {
    expect(await dataSource.query("select pg_sleep(1.5), 3 as three")).toMatchObject([{ three: 3 }]);
  });

  test("leaves a transaction alone that waits for us, and not we for it", async () => {
    const told = await dataSource.transaction(async (db) => {
      await db.query("update held set told = told + 1 where id = 1");
      await vi.waitFor(async () => expect(await idleForMs()).toBeGreaterThan(1_000), { timeout: 10_000 });
      return await db.query("select told from held");
    });
    expect(told).toEqual([{ told: 1 }]);
  });
});

/** For how long PostgreSQL has waited for the transaction under way. Not asked over the pool, which would grow by it. */
async function idleForMs(): Promise<number> {
  const { rows } = await observer.query(
    `select extract(epoch from max(clock_timestamp() - state_change)) * 1000 as ms
     from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
  );
  return Number(rows[0].ms);
}
