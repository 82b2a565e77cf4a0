/**
 * What the simulator lets its user see and do that SendGrid would not. Under `/_simulator`, without a key.
 *
 * Reads  : everything.
 * Writes : settings.
 * Used by: tests, the sandbox's product, the simulator's own page.
 */
import type { FastifyPluginAsync } from "fastify";
import type { Simulation } from "../simulation.ts";
import { contactsPage } from "./contacts-page.ts";

export const controlPlane =
  (simulation: Simulation): FastifyPluginAsync =>
  async (server) => {
    const { keys } = simulation;
    server.get("/keys", async () => ({ keys: keys.all().map(({ kind, apiKey }) => ({ kind, apiKey })) }));
    server.get("/contacts", async (request) => contactsPage(simulation, request));
  };
