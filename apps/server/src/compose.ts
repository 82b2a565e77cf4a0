/**
 * Every `new` of the server, in the order of dependency: here what every process has, beside it what only some have.
 *
 * Reads  : the environment that `main.ts` has read.
 * Writes : nothing until `listen`.
 * Used by: `main.ts` and the tests, which run the same server.
 */
import "reflect-metadata"; // before the first decorator
import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import { composeTasks } from "./compose-tasks.ts";
import { composeTickers } from "./compose-tickers.ts";
import { ENTITIES } from "./entities.ts";
import { OpenSendGrid } from "./features/destinations/open-send-grid.ts";
import { ErasedAddresses } from "./features/erasure/erased-addresses.ts";
import { CancelRun } from "./features/export-runs/cancel-run.ts";
import { StartExport } from "./features/export-runs/start/start-export.ts";
import { StartRefresh } from "./features/refresh/start-refresh.ts";
import { systemClock } from "./platform/clock/system-clock.ts";
import { connectDatabase } from "./platform/database/data-source.ts";
import { serveHealth } from "./platform/http/health.ts";
import { createHttpServer } from "./platform/http/http-server.ts";
import { PostgresPubSub } from "./platform/pubsub/postgres-pub-sub.ts";
import { readKeyFile } from "./platform/secrets/key-file.ts";
import { KeyedHash } from "./platform/secrets/keyed-hash.ts";
import { SecretBox } from "./platform/secrets/secret-box.ts";
import { PostgresPacing } from "./platform/sendgrid/postgres-pacing.ts";
import { createSendHttp } from "./platform/sendgrid/send-http.ts";
import { TaskQueue } from "./platform/tasks/task-queue.ts";
import type { ServerOptions } from "./server-options.ts";

export type Server = {
  readonly http: FastifyInstance;
  readonly dataSource: DataSource;
  /** Stops taking requests, lets running tasks reach a safe point, and closes every connection. */
  close(): Promise<void>;
};

export async function compose(options: ServerOptions): Promise<Server> {
  const { logger, clock = systemClock } = options;
  const isApi = options.role !== "worker";
  const isWorker = options.role !== "api";
  const dataSource = await connectDatabase(options.databaseUrl, ENTITIES, options.directUrl);
  const pubSub = new PostgresPubSub(options.directUrl, logger);
  const tasks = new TaskQueue(options.directUrl, logger);

  const keyRing = await readKeyFile(options.dataDir);
  const secrets = new SecretBox(keyRing);
  const erased = new ErasedAddresses(new KeyedHash(keyRing, "erased address"));
  const hostAt = (baseUrl: string) => ({ baseUrl, transport: createSendHttp({ baseUrl }) });
  const hosts = {
    GLOBAL: hostAt(options.sendGridBaseUrls.GLOBAL),
    EU: hostAt(options.sendGridBaseUrls.EU),
  };
  const pacing = new PostgresPacing(dataSource, pubSub);
  const openSendGrid = new OpenSendGrid(dataSource, secrets, hosts, pacing);

  const startExport = new StartExport(dataSource, tasks);
  const cancelRun = new CancelRun(dataSource, tasks);
  const startRefresh = new StartRefresh(dataSource, tasks);
  const parts = {
    ...{ options, clock, dataSource, pubSub, tasks, secrets, erased, openSendGrid },
    ...{ startExport, cancelRun, startRefresh },
  };
  composeTasks(parts);
  const tickers = composeTickers(parts);

  const http = await createHttpServer(logger);
  serveHealth(http, dataSource);
  // who only works does not even load the rest
  const closeApi = isApi ? await (await import("./compose-api.ts")).composeApi(http, parts) : null;

  await pubSub.start();
  await tasks.start({ isWorker });
  if (isWorker) for (const ticker of tickers) ticker.start();

  return {
    http,
    dataSource,
    async close() {
      await tasks.drain(); // others go on with them, however long a request here takes
      await closeApi?.();
      await http.close();
      for (const ticker of tickers) await ticker.stop();
      await tasks.stop();
      await pubSub.stop();
      await dataSource.destroy();
    },
  };
}
