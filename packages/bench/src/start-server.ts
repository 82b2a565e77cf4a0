/**
 * One process of the server's build, as `npm start` runs it.
 *
 * Reads  : the server's build.
 * Writes : what the server writes.
 * Used by: `product.ts`, and the benches that need several.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const DIST = new URL("../../../apps/server/dist/", import.meta.url);
/** As `scripts/start.mjs` has it. */
const HEAP = ["--max-old-space-size=116", "--max-semi-space-size=4"];

export type ServerProcess = {
  readonly url: string;
  readonly pid: number;
  /** Tells it to end, or ends it where it stands, and waits until it has. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
};

export async function startServer(settings: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const server = fork(fileURLToPath(new URL("main.js", DIST)), {
    execArgv: HEAP,
    env: { ...process.env, PORT: "0", LOG_LEVEL: "warn", ...settings },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const early = once(server, "exit").then(([code]) => {
    throw new Error(`The server ended with ${code}`);
  });
  const [{ address }] = (await Promise.race([once(server, "message"), early])) as [{ address: string }];
  early.catch(() => undefined); // from here on it ends when it is told to
  return {
    url: address,
    pid: server.pid as number,
    async end(signal) {
      const exited = once(server, "exit");
      server.kill(signal);
      await exited;
    },
  };
}

/** A PostgreSQL of one's own, which several processes share. */
export async function startPostgres(dir: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { startEmbeddedPostgres } = await import(
    new URL("platform/database/embedded-postgres.js", DIST).href
  );
  return await startEmbeddedPostgres({ dir });
}
