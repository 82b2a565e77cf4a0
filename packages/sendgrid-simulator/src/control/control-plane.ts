/**
 * What the simulator lets its user see and do that SendGrid would not. Under `/_simulator`, without a key.
 *
 * Reads  : everything.
 * Writes : settings, faults, keys, and all of the data on `reset` or when a snapshot is loaded.
 * Used by: tests, the product's sandbox, the simulator's own page.
 */
import type { FastifyPluginAsync } from "fastify";
import { z } from "zod";
import { KEY_KINDS } from "../account/account-keys.ts";
import { Settings } from "../settings.ts";
import type { Simulation } from "../simulation.ts";
import { suppressionControls } from "../suppressions/suppression-controls.ts";
import { contactsPage } from "./contacts-page.ts";
import { faultControls } from "./fault-controls.ts";
import { readState } from "./read-state.ts";
import { reset } from "./reset.ts";
import { snapshotControls } from "./snapshot-controls.ts";

const KeyKind = z.object({ kind: z.enum(KEY_KINDS) });
const Revocation = z.strictObject({ isRevoked: z.boolean() });

export const controlPlane =
  (simulation: Simulation): FastifyPluginAsync =>
  async (server) => {
    const { keys, settings, engine } = simulation;

    server.get("/state", async (request) => readState(simulation, request));
    server.get("/contacts", async (request) => contactsPage(simulation, request));
    server.post("/reset", async (_request, reply) => {
      reset(simulation);
      return reply.code(204).send();
    });

    server.get("/keys", async () => ({ keys: keys.all().map(({ kind, apiKey }) => ({ kind, apiKey })) }));
    server.put("/keys/:kind", async (request, reply) => {
      keys.setRevoked(KeyKind.parse(request.params).kind, Revocation.parse(request.body).isRevoked);
      return reply.code(204).send();
    });

    server.get("/settings", async () => settings);
    server.put("/settings", async (request) => {
      Object.assign(settings, Settings.partial().parse(request.body));
      engine.wake(); // the delay may be shorter now
      return settings;
    });

    await server.register(faultControls(simulation));
    await server.register(snapshotControls(simulation));
    await server.register(suppressionControls(simulation));
  };
