/**
 * The server as a process of its own, as `npm start` runs it, with its own PostgreSQL and a simulator in SendGrid's place.
 *
 * Reads  : the server's build.
 * Writes : a folder of its own, removed at the end.
 * Used by: the benches that measure the product.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cpuSecondsOf, cpuSecondsOfTree, peakMemoryMb, postmasterOf } from "./process-figures.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";

const SERVER = fileURLToPath(new URL("../../../apps/server/dist/main.js", import.meta.url));
/** As `scripts/start.mjs` has it. */
const HEAP = ["--max-old-space-size=128", "--max-semi-space-size=4"];

export type CpuSeconds = Readonly<Record<"server" | "postgres" | "simulator", number>>;

export type Product = {
  readonly url: string;
  readonly sandbox: Sandbox;
  /** What each process has used so far. */
  cpuSeconds(): Promise<CpuSeconds>;
  /** Most memory the server process ever had. */
  peakMemoryMb(): Promise<number>;
  stop(): Promise<void>;
};

/** @param simulator - the simulator's command line, for example `--latency-ms 80`. */
export async function startProduct(...simulator: string[]): Promise<Product> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "keruen-bench-"));
  await chmod(dataDir, 0o755); // PostgreSQL may run as another account
  const sandbox = await startSandbox(...simulator);
  const server = fork(SERVER, {
    execArgv: HEAP,
    env: {
      ...process.env,
      ...{ PORT: "0", DATA_DIR: dataDir, SENDGRID_BASE_URL: sandbox.url, LOG_LEVEL: "warn" },
    },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(server, "exit").then(([code]) => {
    throw new Error(`The server ended with ${code}`);
  });
  const [{ address }] = (await Promise.race([once(server, "message"), ended])) as [{ address: string }];
  const pid = server.pid as number;
  const postmaster = await postmasterOf(dataDir);
  return {
    url: address,
    sandbox,
    cpuSeconds: async () => ({
      server: await cpuSecondsOf(pid),
      postgres: await cpuSecondsOfTree(postmaster),
      simulator: await cpuSecondsOf(sandbox.pid),
    }),
    peakMemoryMb: () => peakMemoryMb(pid),
    async stop() {
      const exited = once(server, "exit");
      server.kill("SIGTERM");
      await exited;
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
