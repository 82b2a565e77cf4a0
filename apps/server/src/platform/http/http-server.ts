/**
 * The one port: GraphQL over HTTP and WebSocket, files in, downloads out, the console.
 *
 * Reads  : what the features register.
 * Writes : answers. An error that nobody planned becomes a reference here too.
 * Used by: `compose.ts`.
 */
import { randomUUID } from "node:crypto";
import helmet from "@fastify/helmet";
import fastify, { type FastifyInstance } from "fastify";
import type { Logger } from "../logging/logger.ts";
import { isFromHere } from "./origin-guard.ts";

export async function createHttpServer(logger: Logger): Promise<FastifyInstance> {
  const http = fastify({ genReqId: () => randomUUID(), forceCloseConnections: "idle" });
  http.addHook("onRequest", async (request, reply) => {
    if (!isFromHere(request.raw)) {
      await reply.code(403).send({
        code: "foreign-origin",
        message: "This server answers only this machine and its own pages.",
      });
    }
  });
  let isClosing = false;
  http.addHook("preClose", async () => {
    isClosing = true;
  });
  http.addHook("onSend", async (_request, reply) => {
    if (isClosing) reply.header("connection", "close"); // or the connection is kept, and closing waits for it
  });
  await http.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false, // plain HTTP on this machine alone
    crossOriginResourcePolicy: { policy: "same-origin" },
  });
  http.setErrorHandler(async (error: Error & { statusCode?: number; code?: string }, request, reply) => {
    if (error.statusCode && error.statusCode < 500) {
      return await reply
        .code(error.statusCode)
        .send({ code: error.code ?? "bad-request", message: error.message, requestId: request.id });
    }
    logger.error({ requestId: request.id, err: error, route: request.routeOptions.url }, "request failed");
    return await reply.code(500).send({
      code: "internal-error",
      message:
        "Something went wrong on our side. Try again; if it happens again, tell your operator the request id.",
      requestId: request.id,
    });
  });
  return http;
}
