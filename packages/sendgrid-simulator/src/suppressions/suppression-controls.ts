/**
 * `POST /_simulator/suppressions`: many at once, as if they had come about by sending.
 *
 * Reads  : the request.
 * Writes : the suppression store.
 * Used by: `control-plane.ts`.
 */
import type { FastifyPluginAsync } from "fastify";
import { z } from "zod";
import { SUPPRESSION_KINDS } from "./suppression-kinds.ts";

const Seeding = z.strictObject({
  kind: z.enum(SUPPRESSION_KINDS),
  emails: z.array(z.string().min(1)).min(1),
  /** Seconds since 1970; now, where it is left out. */
  created: z.int().min(0).optional(),
});

export const suppressionControls: FastifyPluginAsync = async (server) => {
  server.post("/suppressions", async (request, reply) => {
    const { kind, emails, created } = Seeding.parse(request.body);
    const { suppressions, clock } = request.account;
    suppressions.add(kind, emails, created ?? Math.floor(clock() / 1_000));
    return reply.code(204).send();
  });
};
