/**
 * What stands before every SendGrid endpoint, in this order: length of the request line, key, rate limit, scope.
 *
 * Reads  : the request's head, the settings.
 * Writes : the headers of the rate limit and the date; refusals; the call log.
 * Used by: `build-server.ts`.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { AccountKey } from "../account/account-keys.ts";
import { NO_ACCOUNT } from "../subusers/account-of-call.ts";
import type { Accounts } from "../subusers/accounts.ts";
import { actedFor } from "../subusers/acted-for.ts";
import { endpointOf } from "./endpoint.ts";
import { AUTHORIZATION_REQUIRED, FORBIDDEN, proxyPage, TOO_MANY_REQUESTS, UNAUTHORIZED } from "./errors.ts";
import { rateLimitHeaders } from "./rate-limit-headers.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    scope?: string | null;
  }
  interface FastifyRequest {
    accountKey: AccountKey | null;
    /** By `performance.now()`. Fastify keeps the time only for those who have an `onResponse`. */
    startedAt: number;
  }
}

/** Bytes of `METHOD url HTTP/1.1` that SendGrid's proxy takes; contact ids go in the url. */
const MAX_REQUEST_LINE_BYTES = 8_192;

export function guard(server: FastifyInstance, accounts: Accounts): void {
  const { calls, settings, clock } = accounts.parent;
  server.decorateRequest("account", NO_ACCOUNT);
  server.decorateRequest("accountKey", null);
  server.decorateRequest("startedAt", 0);

  server.addHook("onRequest", async (request, reply) => {
    request.startedAt = performance.now();
    reply.header("date", new Date(clock()).toUTCString());
    // Not `onResponse`, which says nothing of a connection that was broken off.
    reply.raw.once("close", () =>
      calls.add({
        at: clock(),
        endpoint: endpointOf(request),
        key: request.accountKey?.kind ?? null,
        subuser: request.accountKey && request.account.subuser,
        status: reply.raw.writableFinished ? reply.statusCode : 0,
        durationMs: Math.round(performance.now() - request.startedAt),
      }),
    );
    if (`${request.method} ${request.url} HTTP/1.1`.length > MAX_REQUEST_LINE_BYTES) {
      return reply.code(414).type("text/html").send(proxyPage(414));
    }
    const apiKey = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (!apiKey) return reply.code(401).send(AUTHORIZATION_REQUIRED);
    const caller = accounts.byKey(apiKey);
    if (!caller || caller.key.isRevoked) return reply.code(401).send(UNAUTHORIZED);
    const { key } = caller;
    const account = actedFor(caller.account, request.headers["on-behalf-of"], accounts, settings);
    if (!account) return reply.code(403).send(FORBIDDEN);
    request.account = account;
    request.accountKey = key;

    const allowance = account.rateLimiter.take(key.kind, endpointOf(request));
    if (allowance) {
      reply.headers(rateLimitHeaders(allowance, settings, clock()));
      if (allowance.isExceeded) return reply.code(429).send(TOO_MANY_REQUESTS);
    }
    const { scope } = request.routeOptions.config;
    if (scope && !key.scopes.includes(scope)) return reply.code(403).send(FORBIDDEN);
    return undefined;
  });

  server.addHook("onSend", async (request) => {
    const missingMs = request.startedAt + settings.latencyMs - performance.now();
    if (missingMs > 0) await sleep(missingMs);
  });
}
