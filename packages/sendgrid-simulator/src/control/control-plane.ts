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
import { errorBody } from "../http/errors.ts";
import { Settings } from "../settings.ts";
import { NO_ACCOUNT } from "../subusers/account-of-call.ts";
import type { Accounts } from "../subusers/accounts.ts";
import { subuserControls } from "../subusers/subuser-controls.ts";
import { suppressionControls } from "../suppressions/suppression-controls.ts";
import { contactsPage } from "./contacts-page.ts";
import { faultControls } from "./fault-controls.ts";
import { readState } from "./read-state.ts";
import { reset, resetAll } from "./reset.ts";
import { snapshotControls } from "./snapshot-controls.ts";

/** Every call is about the parent account, or about the subuser it names. */
const Query = z.object({ subuser: z.string().optional() });
const KeyKind = z.object({ kind: z.enum(KEY_KINDS) });
const Revocation = z.strictObject({ isRevoked: z.boolean() });

export const controlPlane =
  (accounts: Accounts): FastifyPluginAsync =>
  async (server) => {
    const { settings } = accounts.parent;

    server.decorateRequest("account", NO_ACCOUNT);
    server.addHook("preHandler", async (request, reply) => {
      const { subuser } = Query.parse(request.query);
      const account = subuser === undefined ? accounts.parent : accounts.find(subuser)?.account;
      if (!account) return reply.code(404).send(errorBody({ field: "subuser", message: "not found" }));
      request.account = account;
      return undefined;
    });

    server.get("/state", async (request) => readState(request.account, request));
    server.get("/contacts", async (request) => contactsPage(request.account, request));
    server.post("/reset", async ({ account }, reply) => {
      if (account === accounts.parent) resetAll(accounts);
      else reset(account);
      return reply.code(204).send();
    });

    server.get("/keys", async ({ account }) => ({
      keys: account.keys.all().map(({ kind, apiKey }) => ({ kind, apiKey })),
    }));
    server.put("/keys/:kind", async (request, reply) => {
      request.account.keys.setRevoked(
        KeyKind.parse(request.params).kind,
        Revocation.parse(request.body).isRevoked,
      );
      return reply.code(204).send();
    });

    server.get("/settings", async () => settings);
    server.put("/settings", async (request) => {
      Object.assign(settings, Settings.partial().parse(request.body));
      for (const { engine } of accounts.all()) engine.wake(); // the delay may be shorter now
      return settings;
    });

    await server.register(faultControls(accounts.parent));
    await server.register(snapshotControls);
    await server.register(suppressionControls);
    await server.register(subuserControls(accounts));
  };
