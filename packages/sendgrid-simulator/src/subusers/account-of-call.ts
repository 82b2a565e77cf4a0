import type { Simulation } from "../simulation.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Whose contacts and lists the request is about. Set before anything else is done for it. */
    account: Simulation;
  }
}

/** For `decorateRequest`: until the account is known there is none. */
export const NO_ACCOUNT = null as unknown as Simulation;
