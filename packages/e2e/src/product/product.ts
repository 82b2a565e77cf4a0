/**
 * The product as processes: the simulator in SendGrid's place, and the server with its own PostgreSQL and the console.
 *
 * Reads  : the builds of apps and packages.
 * Writes : a folder of its own, removed at the end.
 * Used by: every test here.
 */
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { at, type Environment, startSendGrid, startServer } from "./start-server.ts";

/** What `npm start` runs once the tools are installed. */
export const LAUNCHER = at("scripts/start.mjs");

export type Product = {
  /** Where the console and GraphQL are. */
  readonly url: string;
  /** Where the simulator is. */
  readonly sendGridUrl: string;
  /** Kills the server, PostgreSQL's parent, where it stands. The simulator lives on, as SendGrid would. */
  killServer(): Promise<void>;
  /** Starts it again on the same data and the same port. */
  startServer(): Promise<void>;
  /** Most memory the server process ever had, in MB. */
  peakMemoryMb(): Promise<number>;
  stop(): Promise<void>;
};

/** @param simulator - the simulator's options, as its environment has them; `settings` are the server's. */
export async function startProduct(
  simulator: Environment = {},
  settings: Environment = {},
): Promise<Product> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "keruen-e2e-"));
  await chmod(dataDir, 0o755); // PostgreSQL may run as another account
  const sendGrid = await startSendGrid(simulator);
  const serve = (port: string) =>
    startServer({ PORT: port, DATA_DIR: dataDir, SENDGRID_BASE_URL: sendGrid.ready, ...settings });
  let server = await serve("0");
  const url = server.ready;
  return {
    url,
    sendGridUrl: sendGrid.ready,
    killServer: () => server.kill(),
    async startServer() {
      server = await serve(new URL(url).port);
    },
    peakMemoryMb: () => peakMemoryMb(server.pid),
    async stop() {
      await server.stop();
      await sendGrid.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Linux's own account of a process: the high-water mark of its resident memory. */
async function peakMemoryMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
