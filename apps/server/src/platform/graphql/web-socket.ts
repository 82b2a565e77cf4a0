/**
 * GraphQL over WebSocket (graphql-ws), on the HTTP server's own port.
 *
 * Reads  : `upgrade` requests to /graphql.
 * Writes : nothing.
 * Used by: `http-server.ts`.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import type { SubscribePayload } from "graphql-ws";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { isFromHere } from "../http/origin-guard.ts";
import type { FormatError } from "./format-error.ts";
import { MAX_TOKENS } from "./limits.ts";

const MAX_MESSAGE_BYTES = 256 * 1024;

type WebSocketOptions = {
  readonly schema: GraphQLSchema;
  readonly contextOf: (requestId: string) => object;
  readonly formatError: FormatError;
};

/** @returns the function that closes every socket. */
export function serveWebSocket(
  server: Server,
  { schema, contextOf, formatError }: WebSocketOptions,
): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const disposable = useServer(
    {
      schema,
      connectionInitWaitTimeout: 3_000,
      onSubscribe: (_context, _id, payload): Promise<ExecutionArgs | readonly GraphQLError[]> =>
        prepare(schema, payload, contextOf),
      onError: (_context, _id, _payload, errors) => errors.map((error) => formatError(error.toJSON(), error)),
      onNext: (_context, _id, _payload, _args, result) =>
        result.errors
          ? {
              data: result.data ?? null,
              errors: result.errors.map((error) => formatError(error.toJSON(), error)),
            }
          : undefined,
    },
    sockets,
  );

  const onUpgrade = (request: IncomingMessage, socket: import("node:stream").Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy()); // nobody else listens until the handshake
    const isOurs = isFromHere(request) && request.url?.split("?")[0] === "/graphql";
    if (!isOurs) {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit("connection", client, request));
  };
  server.on("upgrade", onUpgrade);
  return async () => {
    server.off("upgrade", onUpgrade);
    await disposable.dispose();
  };
}

/** A bad document is an answer to its own id; left to the library, it would close the socket and every other watch on it. */
async function prepare(
  schema: GraphQLSchema,
  payload: SubscribePayload,
  contextOf: WebSocketOptions["contextOf"],
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  try {
    const document = parse(payload.query, { maxTokens: MAX_TOKENS });
    const errors = validate(schema, document, specifiedRules);
    if (errors.length > 0) return errors.map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED"));
    return {
      schema,
      document,
      variableValues: payload.variables ?? {},
      operationName: payload.operationName ?? null,
      contextValue: await contextOf(randomUUID()),
    };
  } catch (error) {
    if (error instanceof GraphQLError) return [withCode(error, "GRAPHQL_PARSE_FAILED")];
    throw error;
  }
}

const withCode = (error: GraphQLError, code: string) =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code },
  });
