/**
 * The product as several processes over one PostgreSQL: how operators scale it. The simulator stands in SendGrid's place.
 *
 * Reads  : the builds of apps and packages.
 * Writes : a folder of its own, removed at the end.
 * Used by: tests about more than one process.
 */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { at, type Environment, type Listening, startSendGrid, startServer } from "./start-server.ts";

export type Fleet = {
  /** Where the simulator is. */
  readonly sendGridUrl: string;
  /** Starts one more process, which the fleet ends with the others. */
  start(role: "all" | "api" | "worker"): Promise<Listening>;
  stop(): Promise<void>;
};

type Reach = { readonly url: string; close(): Promise<unknown> };

/**
 * @param simulator - the simulator's options.
 * @param reach - by which address the processes reach it, where not by its own.
 */
export async function startFleet(
  simulator: Environment = {},
  reach: (url: string) => Promise<Reach> = async (url) => ({ url, close: async () => undefined }),
): Promise<Fleet> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "keruen-fleet-"));
  await chmod(dataDir, 0o755); // PostgreSQL may run as another account
  const { startEmbeddedPostgres } = await import(
    at("apps/server/dist/platform/database/embedded-postgres.js")
  );
  const postgres = await startEmbeddedPostgres({ dir: path.join(dataDir, "pg"), durable: false });
  const sendGrid = await startSendGrid(simulator);
  const reached = await reach(sendGrid.ready);
  const processes: Listening[] = [];
  return {
    sendGridUrl: sendGrid.ready,
    async start(role) {
      const shared = { DATABASE_URL: postgres.url, DATA_DIR: dataDir, SENDGRID_BASE_URL: reached.url };
      const process = await startServer({ PORT: "0", ROLE: role, ...shared });
      processes.push(process);
      return process;
    },
    async stop() {
      await Promise.all(processes.map((process) => process.stop()));
      await reached.close();
      await sendGrid.stop();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
