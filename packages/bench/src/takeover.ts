/**
 * Bench `takeover`: how long until the run of a worker that was killed, or told to stop, goes on at another one.
 *
 * Reads  : sample customers, an api and two workers over one PostgreSQL.
 * Writes : a simulator's contacts, to a new list each time.
 * Used by: `main.ts`.
 */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./ask.ts";
import type { Figures } from "./main.ts";
import { anExport, loadCustomers } from "./product-data.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";
import { type ServerProcess, startPostgres, startServer } from "./start-server.ts";

const PROFILES = 100_000;
const ROUNDS = 3;
const LOOK_AGAIN_MS = 50;

/** The longest of the rounds. */
export async function run(): Promise<Figures> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "keruen-bench-"));
  await chmod(dataDir, 0o755); // PostgreSQL may run as another account
  const postgres = await startPostgres(path.join(dataDir, "pg"));
  const sandbox = await startSandbox("--latency-ms", "1000", "--rate-limits", "none", "--job-delay-ms", "0");
  const start = (ROLE: string) =>
    startServer({ ROLE, DATABASE_URL: postgres.url, DATA_DIR: dataDir, SENDGRID_BASE_URL: sandbox.url });
  const api = await start("api");
  let worker = await start("worker");
  try {
    const product = { url: api.url, sandbox };
    const loaded = await loadCustomers(product, PROFILES);
    const longest = { SIGKILL: 0, SIGTERM: 0 };
    for (let round = 1; round <= ROUNDS; round++) {
      for (const signal of ["SIGKILL", "SIGTERM"] as const) {
        const exportId = await anExport(product, loaded, `Round ${round} ${signal}`);
        const { seconds, next } = await takeOver(product, exportId, worker, () => start("worker"), signal);
        console.log(`${signal}: taken over after ${seconds.toFixed(1)} s`);
        longest[signal] = Math.max(longest[signal], seconds);
        worker = next;
      }
    }
    return { seconds: rounded(longest.SIGKILL), stopped_s: rounded(longest.SIGTERM) };
  } finally {
    for (const server of [worker, api]) await server.end("SIGTERM");
    await sandbox.stop();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** One run, whose worker ends in the middle of its upload. @returns the time from then to the next attempt. */
async function takeOver(
  { url }: { readonly url: string; readonly sandbox: Sandbox },
  exportId: string,
  worker: ServerProcess,
  startNext: () => Promise<ServerProcess>,
  signal: "SIGKILL" | "SIGTERM",
): Promise<{ readonly seconds: number; readonly next: ServerProcess }> {
  const { startExport } = await ask(
    url,
    "mutation ($id: ID!) { startExport(exportId: $id) { ... on Run { id } ... on UserError { message } } }",
    { id: exportId },
  );
  const seen = (isSeen: (run: RunNow) => boolean) => until(url, startExport.id, isSeen);
  const { attempt } = await seen(({ state }) => state === "UPLOADING");
  const next = await startNext();
  const takenOver = seen((run) => run.attempt > attempt).then(() => performance.now());
  await worker.end(signal);
  const endedAt = performance.now();
  const seconds = Math.max(0, (await takenOver) - endedAt) / 1_000;
  const ended = await seen(({ endedAt }) => endedAt !== null);
  if (ended.state !== "SUCCEEDED") throw new Error(`The run ended as ${ended.state}`);
  return { seconds, next };
}

type RunNow = { readonly state: string; readonly attempt: number; readonly endedAt: string | null };

async function until(url: string, id: string, isSeen: (run: RunNow) => boolean): Promise<RunNow> {
  for (;;) {
    const { run } = await ask(url, "query ($id: ID!) { run(id: $id) { state attempt endedAt } }", { id });
    if (isSeen(run)) return run;
    if (run.endedAt !== null) throw new Error(`The run ended as ${run.state} before it was to`);
    await sleep(LOOK_AGAIN_MS);
  }
}

const rounded = (seconds: number) => Number(seconds.toFixed(1));
