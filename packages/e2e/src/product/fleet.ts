/**
 * The product as several processes over one PostgreSQL: how operators scale it. The simulator stands in SendGrid's place.
 *
 * Reads  : the builds of apps and packages.
 * Writes : a folder of its own, removed at the end.
 * Used by: tests about more than one process.
 */
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { freePort } from "./free-port.ts";
import { at, type Environment, type Listening, startSendGrid, startServer } from "./start-server.ts";

export type Fleet = {
  /** Where the simulator is. */
  readonly sendGridUrl: string;
  /** Where PostgreSQL is, whatever stands before it. */
  readonly databaseUrl: string;
  /** Lets PostgreSQL die at once, as its machine might; it is started again by itself. */
  crashDatabase(): Promise<void>;
  /** Starts one more process, which the fleet ends with the others. */
  start(role: "all" | "api" | "worker", settings?: Environment): Promise<Listening>;
  stop(): Promise<void>;
};

type Reach = { readonly url: string; close(): Promise<unknown> };

const itself = async (url: string): Promise<Reach> => ({ url, close: async () => undefined });

export type FleetOptions = {
  /** By which address the processes reach the simulator. */
  readonly reach?: (url: string) => Promise<Reach>;
  /** By which address they reach PostgreSQL. */
  readonly reachDatabase?: (url: string) => Promise<Reach>;
  /** By which address they reach the object storage, where files go up and down. */
  readonly reachStorage?: (url: string) => Promise<Reach>;
  /** Whether what PostgreSQL has committed outlives its process. */
  readonly isDurable?: boolean;
};

/** @param simulator - the simulator's options. */
export async function startFleet(
  simulator: Environment = {},
  { reach = itself, reachDatabase = itself, reachStorage, isDurable = false }: FleetOptions = {},
): Promise<Fleet> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "keruen-fleet-"));
  await chmod(dataDir, 0o755); // PostgreSQL may run as another account
  const { startEmbeddedPostgres } = await import(
    at("apps/server/dist/platform/database/embedded-postgres.js")
  );
  const postgres = await startEmbeddedPostgres({ dir: path.join(dataDir, "pg"), durable: isDurable });
  const database = await reachDatabase(postgres.url);
  const storage = reachStorage && (await storageBehind(reachStorage));
  const sendGrid = await startSendGrid({ ...simulator, ...storage?.ports });
  const reached = await reach(sendGrid.ready);
  const processes: Listening[] = [];
  return {
    sendGridUrl: sendGrid.ready,
    databaseUrl: postgres.url,
    async crashDatabase() {
      const [pid] = (await readFile(path.join(dataDir, "pg/data/postmaster.pid"), "utf8")).split("\n");
      process.kill(Number(pid), "SIGQUIT"); // PostgreSQL's "immediate shutdown"
    },
    async start(role, settings = {}) {
      const shared = { DATABASE_URL: database.url, DATA_DIR: dataDir, SENDGRID_BASE_URL: reached.url };
      const server = await startServer({ PORT: "0", ROLE: role, ...shared, ...settings });
      processes.push(server);
      return server;
    },
    async stop() {
      await Promise.all(processes.map((process) => process.stop()));
      await reached.close();
      await database.close();
      await storage?.close();
      await sendGrid.stop();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Something stands before the object storage before it listens, as links into it name where it is reached. */
async function storageBehind(reachStorage: NonNullable<FleetOptions["reachStorage"]>) {
  const port = await freePort();
  const { url, close } = await reachStorage(`http://127.0.0.1:${port}`);
  return { ports: { STORAGE_PORT: String(port), STORAGE_LINK_PORT: new URL(url).port }, close };
}
