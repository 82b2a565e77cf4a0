/**
 * Does to a call what the schedule says.
 *
 * Reads  : the fault schedule.
 * Writes : answers, or breaks the connection.
 * Used by: `build-server.ts`, after the guard, and `object-storage.ts`, after its signatures: a refused call is struck
 *          by no fault.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { endpointOf } from "../http/endpoint.ts";
import {
  errorBody,
  FORBIDDEN,
  NOT_FOUND,
  proxyPage,
  TOO_MANY_REQUESTS,
  UNAUTHORIZED,
} from "../http/errors.ts";
import { sendStorageError } from "../object-storage/storage-errors.ts";
import type { Simulation } from "../simulation.ts";
import type { Fault } from "./fault.ts";
import { spoilFile } from "./spoil-file.ts";

declare module "fastify" {
  interface FastifyRequest {
    fault: Fault | null;
  }
}

/** What differs between the API and the object storage. */
export type FaultSurface = {
  /** The name a fault is asked for with. */
  readonly endpointOf: (request: FastifyRequest) => string;
  /** Answers with the usual body of a status. */
  readonly answer: (reply: FastifyReply, status: number) => FastifyReply;
};

const API: FaultSurface = { endpointOf, answer: answerAsUsual };

export function injectFaults(
  server: FastifyInstance,
  { faults, clock }: Pick<Simulation, "faults" | "clock">,
  surface: FaultSurface = API,
): void {
  server.decorateRequest("fault", null);

  server.addHook("preHandler", async (request, reply) => {
    const fault = faults.take(surface.endpointOf(request));
    request.fault = fault;
    if (fault?.kind === "status") return answer(reply, fault, surface);
    if (fault?.kind === "expired-link") return sendStorageError(reply, "RequestHasExpired");
    if (fault?.kind === "rate-limited") return tooManyRequests(reply, fault, clock());
    if (fault?.kind === "timeout") await sleep(fault.afterMs, undefined, { ref: false });
    if (fault?.kind === "timeout" || fault?.kind === "reset") return breakOff(reply);
    return undefined;
  });

  server.addHook("onSend", async ({ fault }, reply, payload) => {
    if (fault?.kind === "slow") await sleep(fault.byMs, undefined, { ref: false });
    if (fault?.kind === "timeout-after-accept") await sleep(fault.afterMs, undefined, { ref: false });
    if (fault?.kind === "timeout-after-accept" || fault?.kind === "reset-after-accept") breakOff(reply);
    return spoilFile(fault, payload, reply);
  });
}

function answer(
  reply: FastifyReply,
  fault: Extract<Fault, { kind: "status" }>,
  surface: FaultSurface,
): FastifyReply {
  reply.code(fault.status).headers(fault.headers);
  if (fault.body !== undefined) return reply.type(fault.contentType).serializer(String).send(fault.body);
  return surface.answer(reply, fault.status);
}

function answerAsUsual(reply: FastifyReply, status: number): FastifyReply {
  if (status > 500) return reply.type("text/html").send(proxyPage(status));
  return reply.send(USUAL_BODIES[status] ?? errorBody({ message: "bad request" }));
}

function tooManyRequests(
  reply: FastifyReply,
  { tell, waitSeconds }: Extract<Fault, { kind: "rate-limited" }>,
  now: number,
): FastifyReply {
  for (const name of ["limit", "remaining", "reset"]) reply.removeHeader(`x-ratelimit-${name}`);
  const epoch = Math.ceil(now / 1_000) + waitSeconds;
  const reset = tell === "epoch" ? epoch : waitSeconds;
  if (tell === "retry-after") reply.header("retry-after", waitSeconds);
  else if (tell !== "nothing") reply.headers({ "x-ratelimit-remaining": 0, "x-ratelimit-reset": reset });
  return reply.code(429).send(TOO_MANY_REQUESTS);
}

const USUAL_BODIES: Readonly<Record<number, object>> = {
  401: UNAUTHORIZED,
  403: FORBIDDEN,
  404: NOT_FOUND,
  429: TOO_MANY_REQUESTS,
  500: errorBody({ message: "internal server error" }),
};

function breakOff(reply: FastifyReply): FastifyReply {
  reply.raw.destroy();
  return reply.hijack();
}
