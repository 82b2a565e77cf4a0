import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { compose } from "./compose.ts";
import { describeStartFailure } from "./describe-start-failure.ts";
import { type Env, readEnv } from "./env.ts";
import { alertSettings } from "./features/alerts/alert-settings.ts";
import { sendGridBaseUrls } from "./features/destinations/sendgrid-region.ts";
import { retentionSettings } from "./features/retention/retention-settings.ts";
import { armCrash } from "./platform/crash-points/crash-points.ts";
import { clusterFolder, startEmbeddedPostgres } from "./platform/database/embedded-postgres.ts";
import { createLogger, type Logger } from "./platform/logging/logger.ts";

/** For a Keruen that was told to stop, or whose launcher was killed, and that is still ending. */
const PATIENCE_MS = 30_000;
/** After this long, requests and tasks are cut off. What they had stored stays. */
const CLOSE_LIMIT_MS = 30_000;

type Closer = () => Promise<unknown>;
/** Pushed as things start, run in the reverse order. */
const closers: Closer[] = [];

const env = readEnvOrExit();
const logger = createLogger(env.LOG_LEVEL);
const started = start(env, logger).catch(refuse);

let isClosing = false;
async function close(exitCode: number): Promise<void> {
  if (isClosing) return; // npm, the launcher and the terminal may each pass the signal on
  isClosing = true;
  await started;
  await closeAll();
  process.exit(exitCode);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void close(0));
process.on("disconnect", () => void close(0)); // the launcher is gone, however it went
for (const output of [process.stdout, process.stderr]) output.on("error", () => undefined); // nobody reads the log any more: saying so there would fail the same way, for ever
process.on("uncaughtException", (error) => {
  logger.fatal({ err: error }, "crashed");
  void close(1);
});

function readEnvOrExit(): Env {
  try {
    return readEnv(process.env);
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

async function start(env: Env, logger: Logger): Promise<void> {
  if (env.CRASH_AT) armCrash(env.CRASH_AT);
  const dataDir = path.resolve(env.DATA_DIR);
  const databaseUrl = env.DATABASE_URL ?? (await startDatabase(dataDir, logger));
  const server = await compose({
    role: env.ROLE,
    databaseUrl,
    directUrl: env.DATABASE_DIRECT_URL ?? databaseUrl,
    dataDir,
    sendGridBaseUrls: sendGridBaseUrls(env.SENDGRID_BASE_URL),
    isSandbox: env.SANDBOX,
    consoleDir: env.CONSOLE_DIR,
    maxUpsertsPerRun: env.MAX_UPSERTS_PER_RUN,
    alerts: alertSettings(env),
    retention: retentionSettings(env),
    logger,
  });
  closers.push(() => Promise.race([server.close(), sleep(CLOSE_LIMIT_MS)]));
  const address = await server.http.listen({ host: env.HOST, port: env.PORT });
  logger.info({ address, role: env.ROLE }, "listening");
  process.send?.({ address });
}

async function startDatabase(dataDir: string, logger: Logger): Promise<string> {
  const embedded = await startEmbeddedPostgres({
    dir: clusterFolder(dataDir),
    patienceMs: PATIENCE_MS,
    onCrash: () => logger.error("PostgreSQL has died, it is being started again"),
  });
  closers.push(() => embedded.stop());
  return embedded.url;
}

async function refuse(error: unknown): Promise<never> {
  const reason = describeStartFailure(error, env);
  if (reason === null) logger.fatal({ err: error }, "did not start");
  else console.error(`Keruen did not start. ${reason}`);
  await closeAll();
  process.exit(1);
}

async function closeAll(): Promise<void> {
  for (const closer of closers.splice(0).reverse()) await closer();
}
