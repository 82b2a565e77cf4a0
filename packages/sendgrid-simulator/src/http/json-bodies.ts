import type { FastifyInstance, FastifyRequest } from "fastify";

declare module "fastify" {
  interface FastifyRequest {
    /** Of the body, as it was sent; 0 without one. */
    bodyBytes: number;
  }
}

/**
 * Takes JSON and nothing else, so that no page of another origin can post here without being asked first.
 *
 * An empty body is no body: clients send the header with DELETE as well.
 */
export function readJsonBodies(server: FastifyInstance): void {
  server.decorateRequest("bodyBytes", 0);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    "application/json",
    { parseAs: "buffer" },
    async (request: FastifyRequest, body: Buffer) => {
      request.bodyBytes = body.length;
      return body.length === 0 ? undefined : (JSON.parse(body.toString("utf8")) as unknown);
    },
  );
}
