/**
 * The PostgreSQL process: started, started again when it dies, stopped.
 *
 * Reads  : the cluster.
 * Writes : `<dir>/postgres.log`.
 * Used by: `startEmbeddedPostgres`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import type { PostgresBinaries } from "./postgres-binaries.ts";

/** Its parts need a moment to notice that the one before has died. */
const RESTART_MS = 500;

export type RunOptions = {
  readonly dir: string;
  readonly dataDir: string;
  readonly port: number;
  /** false: no fsync. */
  readonly durable: boolean;
  /** It has died; another one is being started in its place. */
  readonly onCrash: () => void;
};

export type RunningPostgres = {
  /** False once the first process has died. */
  isRunning(): boolean;
  /** From now on a process that dies is replaced. */
  keep(): void;
  stop(): Promise<void>;
};

export function runPostgres(binaries: PostgresBinaries, options: RunOptions): RunningPostgres {
  let child = launch(binaries, options);
  let isKept = false;

  const keepAlive = () => {
    child.once("exit", () => {
      if (!isKept) return;
      options.onCrash();
      setTimeout(() => {
        if (!isKept) return;
        child = launch(binaries, options);
        keepAlive();
      }, RESTART_MS);
    });
  };

  return {
    isRunning: () => isAlive(child),
    keep() {
      isKept = true;
      keepAlive();
    },
    async stop() {
      isKept = false;
      if (!isAlive(child)) return;
      const exited = once(child, "exit");
      child.ref(); // or Node could end before PostgreSQL has
      if (process.platform === "win32")
        await binaries.run("pg_ctl", ["stop", "-D", options.dataDir, "-m", "fast"]);
      else child.kill("SIGINT"); // "fast shutdown": sessions end, nothing is lost
      await exited;
    },
  };
}

const isAlive = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

function launch(binaries: PostgresBinaries, { dir, dataDir, port, durable }: RunOptions): ChildProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: "256MB",
    max_wal_size: "4GB",
    wal_level: "minimal", // nobody replicates it; a table filled by the transaction that made it needs no log
    max_wal_senders: "0",
    wal_compression: "on",
    timezone: "UTC",
    log_timezone: "UTC",
    log_error_verbosity: "terse", // the details of an error quote the row it is about
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const log = openSync(path.join(dir, "postgres.log"), "a");
  const child = spawn(
    binaries.pathOf("postgres"),
    ["-D", dataDir, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    {
      ...binaries.account,
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
