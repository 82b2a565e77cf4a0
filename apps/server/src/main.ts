import path from "node:path";
import { compose } from "./compose.ts";
import { readEnv } from "./env.ts";
import { startEmbeddedPostgres } from "./platform/database/embedded-postgres.ts";
import { createLogger } from "./platform/logging/logger.ts";

const env = readEnv(process.env);
const logger = createLogger(env.LOG_LEVEL);
const dataDir = path.resolve(env.DATA_DIR);
const embedded = env.DATABASE_URL
  ? undefined
  : await startEmbeddedPostgres({ dir: path.join(dataDir, "pg18") });

let isClosing = false;
const server = await compose({
  databaseUrl: env.DATABASE_URL ?? embedded?.url ?? "",
  dataDir,
  sendGridBaseUrl: env.SENDGRID_BASE_URL,
  isSandbox: env.SANDBOX,
  consoleDir: env.CONSOLE_DIR,
  logger,
});
const address = await server.http.listen({ host: env.HOST, port: env.PORT });
logger.info({ address }, "listening");
process.send?.({ address });

async function close(): Promise<void> {
  if (isClosing) return; // npm, the launcher and the terminal may each pass the signal on
  isClosing = true;
  await server.close();
  await embedded?.stop();
  process.exit(0);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void close());
process.on("disconnect", () => void close()); // the launcher is gone, however it went
