import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";

/** `/healthz`: the process answers. `/readyz`: its database does too. */
export function serveHealth(http: FastifyInstance, dataSource: DataSource): void {
  http.get("/healthz", async () => ({ status: "ok" }));
  http.get("/readyz", async (_request, reply) => {
    const isReady = await dataSource.query("select 1").then(
      () => true,
      () => false,
    );
    return await reply.code(isReady ? 200 : 503).send({ status: isReady ? "ok" : "database-unavailable" });
  });
}
