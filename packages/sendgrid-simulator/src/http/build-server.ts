/**
 * The HTTP server: SendGrid's endpoints behind one gate, the control plane and the page beside them.
 *
 * Reads  : requests.
 * Writes : answers, and the call log.
 * Used by: `start-simulator.ts`.
 */
import Fastify, { type FastifyInstance } from "fastify";
import { ZodError } from "zod";
import { accountEndpoints } from "../account/account-endpoints.ts";
import { contactEndpoints } from "../contacts/contact-endpoints.ts";
import { controlPlane } from "../control/control-plane.ts";
import { page } from "../control/page.ts";
import { exportEndpoints } from "../exports/export-endpoints.ts";
import { injectFaults } from "../faults/inject-faults.ts";
import { fieldEndpoints } from "../fields/field-endpoints.ts";
import { listEndpoints } from "../lists/list-endpoints.ts";
import type { Simulation } from "../simulation.ts";
import type { Accounts } from "../subusers/accounts.ts";
import { suppressionEndpoints } from "../suppressions/suppression-endpoints.ts";
import type { Endpoint } from "./endpoint.ts";
import { errorBody, INVALID_JSON, METHOD_NOT_ALLOWED, NOT_FOUND, type WireError } from "./errors.ts";
import { guard } from "./guard.ts";
import { readJsonBodies } from "./json-bodies.ts";

/** Far above SendGrid's own limit, which is a setting and is checked where it applies. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

const ENDPOINTS = [
  accountEndpoints,
  listEndpoints,
  fieldEndpoints,
  exportEndpoints,
  contactEndpoints,
  suppressionEndpoints,
];

/** Every account's own, made once. */
const endpointsByAccount = new WeakMap<Simulation, readonly Endpoint[]>();

function endpointsOf(account: Simulation): readonly Endpoint[] {
  const known = endpointsByAccount.get(account);
  if (known) return known;
  const made = ENDPOINTS.flatMap((endpoints) => endpoints(account));
  endpointsByAccount.set(account, made);
  return made;
}

export function buildServer(accounts: Accounts): FastifyInstance {
  const server = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    // So that a request line of any length reaches the guard, which answers 414 as SendGrid's proxy does.
    http: { maxHeaderSize: 1024 * 1024 },
  });
  readJsonBodies(server);

  server.register(async (sendGrid) => {
    guard(sendGrid, accounts);
    injectFaults(sendGrid, accounts.parent);
    for (const [place, { method, path, scope }] of endpointsOf(accounts.parent).entries()) {
      sendGrid.route({
        method,
        url: path,
        config: { scope },
        handler: async (request, reply) => endpointsOf(request.account)[place]?.answer(request, reply),
      });
    }
  });
  server.register(controlPlane(accounts), { prefix: "/_simulator" });
  server.register(page);

  server.setNotFoundHandler((request, reply) => {
    const isKnownPath = ["GET", "POST", "PUT", "PATCH", "DELETE"].some((method) =>
      server.findRoute({ method: method as "GET", url: request.url.split("?")[0] ?? "" }),
    );
    return isKnownPath ? reply.code(405).send(METHOD_NOT_ALLOWED) : reply.code(404).send(NOT_FOUND);
  });
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (error instanceof ZodError) return reply.code(400).send(errorBody(...error.issues.map(inputError)));
    if (error instanceof SyntaxError) return reply.code(400).send(INVALID_JSON);
    if (status >= 500) console.error(error);
    return reply
      .code(status)
      .send(errorBody({ message: status >= 500 ? "internal server error" : error.message }));
  });
  return server;
}

/** For the control plane; SendGrid's endpoints check by hand, to say it in SendGrid's words. */
const inputError = ({ path, message }: ZodError["issues"][number]): WireError => ({
  field: path.join("."),
  message,
});
