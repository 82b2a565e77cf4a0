import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/** The built console. Its pages are made in the browser, so every path that is a page answers `index.html`. */
export async function serveConsole(http: FastifyInstance, folder: string): Promise<void> {
  await http.register(fastifyStatic, {
    root: folder,
    wildcard: true,
    cacheControl: false,
    setHeaders: (reply, file) => {
      const isHashed = /[\\/]assets[\\/]/.test(file);
      reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  http.setNotFoundHandler(async (request, reply) => {
    const isPage = request.method === "GET" && (request.headers.accept ?? "").includes("text/html");
    if (isPage) return await reply.sendFile("index.html");
    return await reply
      .code(404)
      .send({ code: "not-found", message: "There is nothing at this address.", requestId: request.id });
  });
}
