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
import { fileURLToPath } from "node:url";
import { type RunningProcess, startProcess } from "./start-process.ts";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");
/** What `npm start` runs once the tools are installed. */
export const LAUNCHER = path.join(ROOT, "scripts/start.mjs");

const at = (file: string) => path.join(ROOT, file);

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

type Environment = Readonly<Record<string, string>>;

/** @param simulator - the simulator's options, as its environment has them; `settings` are the server's. */
export async function startProduct(
  simulator: Environment = {},
  settings: Environment = {},
): Promise<Product> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "keruen-e2e-"));
  await chmod(dataDir, 0o755); // PostgreSQL may run as another account
  const sendGrid = await startProcess(
    at("packages/sendgrid-simulator/dist/main.js"),
    { PORT: "0", JOB_DELAY_MS: "200", JOB_LINGER_MS: "100", ...simulator },
    (output) => /SendGrid simulator: (\S+)/.exec(output)?.[1],
  );
  const serve = (port: string) =>
    startProcess(
      at("apps/server/dist/main.js"),
      {
        ...{ PORT: port, DATA_DIR: dataDir, SANDBOX: "1", SENDGRID_BASE_URL: sendGrid.ready },
        ...{ CONSOLE_DIR: at("apps/console/dist"), LOG_LEVEL: "warn" },
        ...settings,
      },
      (_output, message) => (message as { address?: string } | undefined)?.address,
      ["--max-old-space-size=128", "--max-semi-space-size=4"], // as `npm start` does
    );
  let server: RunningProcess & { readonly ready: string } = await serve("0");
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
