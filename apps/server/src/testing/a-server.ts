import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { compose, type Server } from "../compose.ts";
import { sendGridBaseUrls } from "../features/destinations/sendgrid-region.ts";
import { createLogger } from "../platform/logging/logger.ts";
import type { ServerOptions } from "../server-options.ts";
import { aDatabase } from "./test-database.ts";

/** What GraphQL answered. Tests read it as untyped JSON, as any client may. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the document's, which each test writes
type Json = any;

export type TestServer = Server & {
  readonly url: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** Stops it as SIGTERM does. Its database and folder stay, for another one to go on with. */
  stop(): Promise<void>;
  /** Runs a document over HTTP. @throws where the answer has errors. */
  ask(document: string, variables?: object): Promise<Json>;
  /** Follows a subscription over WebSocket. */
  follow(document: string, variables?: object): AsyncIterableIterator<Json>;
};

/** Tests receive on this machine, which an operator has to allow. */
export const ALERTS: ServerOptions["alerts"] = {
  consoleUrl: "https://keruen.example.com",
  mayBePrivate: true,
  giveUpAfterMs: 60 * 60_000,
  timeLimitMs: 5_000,
  mail: null,
};

/** The whole server on a free port, with a database of its own. Close it when the file's tests have ended. */
export async function aServer(overrides: Partial<ServerOptions> = {}): Promise<TestServer> {
  const database = await aDatabase();
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "keruen-server-"));
  const server = await compose({
    role: "all",
    databaseUrl: overrides.databaseUrl ?? database.url,
    directUrl: overrides.databaseUrl ?? database.url,
    dataDir,
    sendGridBaseUrls: sendGridBaseUrls("http://127.0.0.1:9"), // the discard port: nothing answers
    isSandbox: false,
    alerts: ALERTS,
    retention: { keptMs: 90 * 24 * 60 * 60_000, maxOutcomes: 100_000_000 },
    consoleDir: undefined,
    logger: createLogger("silent"),
    ...overrides,
  });
  const url = await server.http.listen({ host: "127.0.0.1", port: 0 });
  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= Promise.resolve(sockets.dispose()).then(() => server.close());
    return stopping;
  };
  const sockets = createClient({ url: `${url.replace("http", "ws")}/graphql`, webSocketImpl: WebSocket });
  return {
    ...server,
    url,
    databaseUrl: database.url,
    dataDir,
    stop,
    async ask(document, variables = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: document, variables }),
      });
      const { data, errors } = (await response.json()) as { data: Json; errors?: { message: string }[] };
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    async *follow(document, variables = {}) {
      for await (const { data, errors } of sockets.iterate<Json>({
        query: document,
        variables: { ...variables },
      })) {
        if (errors) throw new Error(JSON.stringify(errors));
        yield data;
      }
    },
    async close() {
      await stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
