/**
 * Every `new` of the server, in the order of dependency.
 *
 * Reads  : the environment that `main.ts` has read.
 * Writes : nothing until `listen`.
 * Used by: `main.ts` and the tests, which run the same server.
 */
import { isEnded } from "@keruen/core";
import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import type { Context } from "./context.ts";
import { principal } from "./features/access/principal.ts";
import { UserEntity } from "./features/access/user.entity.ts";
import { ViewerResolver } from "./features/access/viewer.resolver.ts";
import { ExportRunEntity } from "./features/export-runs/export-run.entity.ts";
import { ExportEntity } from "./features/exports/export.entity.ts";
import { connectDatabase } from "./platform/database/data-source.ts";
import { createSchema } from "./platform/graphql/build-schema.ts";
import { createFormatError } from "./platform/graphql/format-error.ts";
import { serveGraphql } from "./platform/graphql/graphql-http.ts";
import { serveWebSocket } from "./platform/graphql/web-socket.ts";
import { serveConsole } from "./platform/http/console-files.ts";
import { serveHealth } from "./platform/http/health.ts";
import { createHttpServer } from "./platform/http/http-server.ts";
import type { Logger } from "./platform/logging/logger.ts";
import { LiveRows } from "./platform/pubsub/live-rows.ts";
import { PostgresPubSub } from "./platform/pubsub/postgres-pub-sub.ts";
import { TaskQueue } from "./platform/tasks/task-queue.ts";

export type ServerOptions = {
  readonly databaseUrl: string;
  /** Folder of the key file. */
  readonly dataDir: string;
  readonly sendGridBaseUrl: string;
  readonly isSandbox: boolean;
  readonly consoleDir: string | undefined;
  readonly logger: Logger;
};

export type Server = {
  readonly http: FastifyInstance;
  readonly dataSource: DataSource;
  /** Stops taking requests, lets running tasks reach a safe point, and closes every connection. */
  close(): Promise<void>;
};

const ENTITIES = [UserEntity, ExportEntity, ExportRunEntity];

export async function compose(options: ServerOptions): Promise<Server> {
  const { logger } = options;
  const dataSource = await connectDatabase(options.databaseUrl, ENTITIES);
  const pubSub = new PostgresPubSub(options.databaseUrl, logger);
  const tasks = new TaskQueue(options.databaseUrl, logger);

  const liveRuns = new LiveRows<ExportRunEntity>(pubSub, {
    topic: "run",
    load: (id) => dataSource.getRepository(ExportRunEntity).findOneBy({ id }),
    isEnded: ({ state }) => isEnded(state),
  });

  const resolvers = [new ViewerResolver(dataSource)];

  const http = await createHttpServer(logger);
  const schema = createSchema(resolvers);
  const contextOf = (requestId: string): Context => ({ principal: principal(), requestId, liveRuns });
  const formatError = createFormatError(logger);
  await serveGraphql(http, { schema, contextOf, formatError });
  const closeSockets = serveWebSocket(http.server, { schema, contextOf, formatError });
  serveHealth(http, dataSource);
  if (options.consoleDir) await serveConsole(http, options.consoleDir);

  liveRuns.start();
  await pubSub.start();
  await tasks.start();

  return {
    http,
    dataSource,
    async close() {
      await closeSockets();
      await http.close();
      await tasks.stop();
      await pubSub.stop();
      await dataSource.destroy();
    },
  };
}
