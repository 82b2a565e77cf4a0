/**
 * `/_simulator/subusers`: who there is beside the parent account, with keys of their own.
 *
 * Reads  : requests, the accounts.
 * Writes : the accounts.
 * Used by: `control-plane.ts`.
 */
import type { FastifyPluginAsync } from "fastify";
import { z } from "zod";
import { readCounts } from "../account/contact-counts.ts";
import { errorBody, NOT_FOUND } from "../http/errors.ts";
import { parameter } from "../http/input.ts";
import { type Accounts, MAX_SUBUSERS, type Subuser } from "./accounts.ts";

const NewSubuser = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9._@-]{1,64}$/, "must be 1 to 64 of A-Z a-z 0-9 . _ @ -"),
});

export const subuserControls =
  (accounts: Accounts): FastifyPluginAsync =>
  async (server) => {
    server.get("/subusers", async () => ({ subusers: accounts.subusers().map(details) }));

    server.post("/subusers", async (request, reply) => {
      const { name } = NewSubuser.parse(request.body);
      if (accounts.find(name)) return reply.code(409).send(errorBody({ field: "name", message: "is taken" }));
      if (accounts.subusers().length >= MAX_SUBUSERS)
        return reply.code(400).send(errorBody({ message: `there can be ${MAX_SUBUSERS} subusers at most` }));
      return reply.code(201).send(details(accounts.add(name)));
    });

    server.delete("/subusers/:name", async (request, reply) => {
      const subuser = accounts.find(parameter(request.params, "name"));
      if (!subuser) return reply.code(404).send(NOT_FOUND);
      accounts.remove(subuser);
      return reply.code(204).send();
    });
  };

const details = ({ id, name, account }: Subuser) => ({
  id,
  name,
  contactCount: readCounts(account.database, account.clock()).contacts,
  keys: account.keys.all().map(({ kind, apiKey }) => ({ kind, apiKey })),
});
