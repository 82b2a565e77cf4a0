import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres, stopEmbeddedPostgres } from "./embedded-postgres.ts";

let dir: string;
const started: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), "keruen-pg-"));
  await chmod(dir, 0o755); // PostgreSQL may run as another account
});
afterEach(async () => {
  for (const postgres of started.splice(0)) await postgres.stop();
  for (const child of children.splice(0)) await kill(child);
  await stopEmbeddedPostgres(dir);
  await rm(dir, { recursive: true, force: true });
});

const start = async (options = {}) => {
  const postgres = await startEmbeddedPostgres({ dir, durable: false, ...options });
  started.push(postgres);
  return postgres;
};

async function ask<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const pidFile = () => path.join(dir, "data", "postmaster.pid");
const postmaster = async () => Number.parseInt(await readFile(pidFile(), "utf8"), 10);
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
/** The test's own time limit ends the wait. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await Promise.resolve(condition()).catch(() => false))) await sleep(20);
}
async function kill(child: ChildProcess): Promise<void> {
  const exited = child.exitCode ?? child.signalCode ?? once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

/** Another process that has a PostgreSQL on the same folder. */
async function anotherKeruen(): Promise<{ child: ChildProcess; url: string }> {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(path.join(import.meta.dirname, "embedded-postgres.ts"))};
    process.send((await startEmbeddedPostgres({ dir: ${JSON.stringify(dir)}, durable: false })).url);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  children.push(child);
  const [url] = await once(child, "message");
  return { child, url };
}

describe("the embedded PostgreSQL", () => {
  test("knows upper and lower case of every script", async () => {
    const { url } = await start();
    expect(await ask(url, "select lower('ҚАЗАҚ') as lower, 'Алматы' ilike '%АЛМ%' as alike")).toEqual([
      { lower: "қазақ", alike: true },
    ]);
  });

  test("refuses a folder that another living process uses, and leaves that one's server alone", async () => {
    const { url } = await anotherKeruen();
    await expect(start()).rejects.toThrow(/Another Keruen uses .* DATA_DIR/);
    await stopEmbeddedPostgres(dir);
    expect(await ask(url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("waits for a process that is ending, as long as it is told to", async () => {
    const { child } = await anotherKeruen();
    const later = start({ patienceMs: 20_000 });
    child.kill("SIGKILL");
    expect(await ask((await later).url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("stops the server that a killed process left behind, and keeps its rows", async () => {
    const { child, url } = await anotherKeruen();
    await ask(url, "create table kept as select 7 as n");
    const orphan = await postmaster();
    await kill(child);
    expect(isAlive(orphan)).toBe(true);

    const postgres = await start();
    await until(() => !isAlive(orphan));
    expect(await ask(postgres.url, "select n from kept")).toEqual([{ n: 7 }]);
  });

  test("can be stopped by whoever finds it left behind", async () => {
    const { child } = await anotherKeruen();
    const orphan = await postmaster();
    await kill(child);
    await stopEmbeddedPostgres(dir);
    await until(() => !isAlive(orphan));
  });

  test("does no harm to a program that has the number of a server long gone", async () => {
    await (await start()).stop();
    const innocent = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"]);
    children.push(innocent);
    await writeFile(pidFile(), `${innocent.pid}\n${path.join(dir, "data")}\n0\n1\n\n\n\n`);

    const postgres = await start();
    expect(await ask(postgres.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(isAlive(innocent.pid!)).toBe(true);
  });

  test("begins anew where a first start was killed half-way", async () => {
    await mkdir(path.join(dir, "draft-0badc0de"));
    await writeFile(path.join(dir, "draft-0badc0de", "PG_VERSION"), "18\n");
    await start();
    expect((await readdir(dir)).filter((name) => name.startsWith("draft-"))).toEqual([]);
  });

  test("comes back at the same address when it is killed", async () => {
    let crashes = 0;
    const { url } = await start({ onCrash: () => crashes++ });
    process.kill(await postmaster(), "SIGKILL");
    await until(() => crashes > 0);
    await until(async () => (await ask(url, "select 1")).length === 1);
  });

  test("leaves nothing running when it is stopped, though somebody is connected", async () => {
    const postgres = await start();
    const client = new pg.Client({ connectionString: postgres.url });
    client.on("error", () => undefined);
    await client.connect();
    const pid = await postmaster();
    await postgres.stop();
    await until(() => !isAlive(pid));
  });
});
