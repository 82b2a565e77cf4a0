import { startFaultProxy } from "@keruen/fault-proxy";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { aDatabase } from "../../testing/test-database.ts";
import { createLogger } from "../logging/logger.ts";
import { announce, PostgresPubSub } from "./postgres-pub-sub.ts";

let database: Awaited<ReturnType<typeof aDatabase>>;
let dataSource: DataSource;
let pubSub: PostgresPubSub;
beforeAll(async () => {
  database = await aDatabase();
  dataSource = await new DataSource({ type: "postgres", url: database.url }).initialize();
  pubSub = new PostgresPubSub(database.url, createLogger("silent"));
  await pubSub.start();
});
afterAll(async () => {
  await pubSub.stop();
  await dataSource.destroy();
  await database.drop();
});

/** The next thing that is told on the topic. */
const told = () =>
  new Promise<string | null>((resolve) => {
    const stop = pubSub.on("run", (id) => {
      stop();
      resolve(id);
    });
  });

describe("PostgresPubSub", () => {
  test("tells what has committed", async () => {
    const next = told();
    await dataSource.transaction((db) => announce(db, "run", "r1"));
    expect(await next).toBe("r1");
  });

  test("tells nothing of what was rolled back", async () => {
    const next = told();
    const undone = dataSource.transaction(async (db) => {
      await announce(db, "run", "undone");
      throw new Error("rolled back");
    });
    await expect(undone).rejects.toThrow("rolled back");
    await dataSource.transaction((db) => announce(db, "run", "done"));
    expect(await next).toBe("done");
  });

  test("comes back by itself when its connection is cut, and says that something may have been missed", async () => {
    const next = told();
    await dataSource.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()",
    );
    expect(await next).toBeNull();
    const after = told();
    await dataSource.transaction((db) => announce(db, "run", "r2"));
    expect(await after).toBe("r2");
  });

  test("notices a connection that is dead without a word, and comes back over another", async () => {
    const { hostname, port } = new URL(database.url);
    const proxy = await startFaultProxy({ host: hostname, port: Number(port) });
    const url = Object.assign(new URL(database.url), { port: proxy.port }).href;
    const remote = new PostgresPubSub(url, createLogger("silent"), { everyMs: 100, withinMs: 300 });
    await remote.start();
    const heard: (string | null)[] = [];
    remote.on("run", (id) => void heard.push(id));
    try {
      proxy.silence();
      await vi.waitFor(() => expect(heard).toEqual([null]), 10_000);
      await dataSource.transaction((db) => announce(db, "run", "r3"));
      await vi.waitFor(() => expect(heard).toEqual([null, "r3"]), 10_000);
    } finally {
      await remote.stop();
      await proxy.close();
    }
  });

  test("is stopped while it connects again, and ends, listening no more", async () => {
    const url = new URL(database.url);
    url.searchParams.set("application_name", "stopped");
    const logger = createLogger("silent");
    const isConnectingAgain = new Promise((resolve) => {
      vi.spyOn(logger, "warn").mockImplementation(() => void setImmediate(resolve));
    });
    const stopped = new PostgresPubSub(url.href, logger);
    await stopped.start();
    const ofStopped = "from pg_stat_activity where application_name = 'stopped'";
    await dataSource.query(`select pg_terminate_backend(pid) ${ofStopped}`);
    await isConnectingAgain;
    await stopped.stop();
    await vi.waitFor(
      async () => expect(await dataSource.query(`select pid ${ofStopped}`)).toEqual([]),
      10_000,
    );
  });
});
