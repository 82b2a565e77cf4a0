/**
 * What people and programs reach: GraphQL over HTTP and WebSocket, files in, downloads out, the console.
 *
 * Reads  : tables and live rows, for whoever asks.
 * Writes : through the schema's mutations, and the files that come in.
 * Used by: `compose-api.ts`.
 */
import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import type { Context } from "./context.ts";
import { principal } from "./features/access/principal.ts";
import { serveDifferencesCsv } from "./features/drift/differences-csv.ts";
import { serveOutcomesCsv } from "./features/export-runs/outcomes/outcomes-csv.ts";
import { serveRemovedCsv } from "./features/export-runs/outcomes/removed-csv.ts";
import { receiveFiles } from "./features/files/file.route.ts";
import type { StoreFile } from "./features/files/store-file.ts";
import { watchRefreshes } from "./features/refresh/watch-refreshes.ts";
import { serveMembersCsv } from "./features/segments/members-csv.ts";
import type { Live } from "./live.ts";
import { createFormatError } from "./platform/graphql/format-error.ts";
import { serveGraphql } from "./platform/graphql/graphql-http.ts";
import { serveWebSocket } from "./platform/graphql/web-socket.ts";
import { serveConsole } from "./platform/http/console-files.ts";
import type { Logger } from "./platform/logging/logger.ts";

export type Api = {
  readonly dataSource: DataSource;
  readonly schema: GraphQLSchema;
  /** Begun here: nobody else watches. */
  readonly live: Live;
  readonly storeFile: StoreFile;
  /** Folder of the built console; undefined: none is served. */
  readonly consoleDir: string | undefined;
  readonly logger: Logger;
};

/** @returns the function that ends its sockets. */
export async function serveApi(http: FastifyInstance, api: Api): Promise<() => Promise<void>> {
  const { dataSource, schema, live, storeFile, consoleDir, logger } = api;
  const contextOf = (requestId: string): Context => ({
    principal: principal(),
    requestId,
    ...live,
    watchRefreshes: () => watchRefreshes(dataSource, live.liveRefreshes),
  });
  const formatError = createFormatError(logger);
  await serveGraphql(http, { schema, contextOf, formatError });
  const closeSockets = serveWebSocket(http.server, { schema, contextOf, formatError });
  await receiveFiles(http, storeFile, principal);
  serveOutcomesCsv(http, dataSource);
  serveRemovedCsv(http, dataSource);
  serveDifferencesCsv(http, dataSource);
  serveMembersCsv(http, dataSource);
  if (consoleDir) await serveConsole(http, consoleDir);
  for (const rows of Object.values(live)) rows.start();
  return closeSockets;
}
