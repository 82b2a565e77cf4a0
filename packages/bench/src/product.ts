/**
 * The server as a process of its own, as `npm start` runs it, with its own PostgreSQL and a simulator in SendGrid's place.
 *
 * Reads  : the server's build.
 * Writes : a folder of its own, removed at the end.
 * Used by: the benches that measure the product.
 */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Client } from "pg";
import { connectTo } from "./database.ts";
import { cpuSecondsOf, cpuSecondsOfTree, peakMemoryMb, postmasterOf } from "./process-figures.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";
import { startServer } from "./start-server.ts";

export type CpuSeconds = Readonly<Record<"server" | "postgres" | "simulator", number>>;

export type Product = {
  readonly url: string;
  readonly sandbox: Sandbox;
  /** What each process has used so far. */
  cpuSeconds(): Promise<CpuSeconds>;
  /** Most memory the server process ever had. */
  peakMemoryMb(): Promise<number>;
  /** A connection to its database, which the caller ends. */
  connect(): Promise<Client>;
  stop(): Promise<void>;
};

/** @param simulator - the simulator's command line, for example `--latency-ms 80`. */
export async function startProduct(...simulator: string[]): Promise<Product> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "keruen-bench-"));
  await chmod(dataDir, 0o755); // PostgreSQL may run as another account
  const sandbox = await startSandbox(...simulator);
  const server = await startServer({ DATA_DIR: dataDir, SENDGRID_BASE_URL: sandbox.url });
  const { pid } = server;
  const postmaster = await postmasterOf(dataDir);
  return {
    url: server.url,
    sandbox,
    cpuSeconds: async () => ({
      server: await cpuSecondsOf(pid),
      postgres: await cpuSecondsOfTree(postmaster),
      simulator: await cpuSecondsOf(sandbox.pid),
    }),
    peakMemoryMb: () => peakMemoryMb(pid),
    connect: () => connectTo(dataDir),
    async stop() {
      await server.end("SIGTERM");
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
