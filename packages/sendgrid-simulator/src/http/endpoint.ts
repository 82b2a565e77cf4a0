/**
 * What every endpoint of SendGrid's is made of.
 *
 * Reads  : –
 * Writes : –
 * Used by: the endpoint files; `build-server.ts`, which puts the same gate before each of them.
 */
import type { FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import type { Simulation } from "../simulation.ts";

export type Endpoint = {
  readonly method: HTTPMethods;
  /** With `:name` for its variable parts. */
  readonly path: string;
  /** What a key must be allowed to do. Which scope gates which endpoint is not documented. */
  readonly scope: string | null;
  /** What it returns is sent as JSON, with the reply's status. */
  readonly answer: (request: FastifyRequest, reply: FastifyReply) => unknown;
};

export type Endpoints = (simulation: Simulation) => readonly Endpoint[];

/** Where a caller reached us, e.g. `http://127.0.0.1:4010`: links made from it work wherever we are reached from. */
export const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`;

/** As limits, faults and the call log know it, e.g. `GET /v3/marketing/lists/:id`. */
export const endpointOf = (request: FastifyRequest): string =>
  `${request.method} ${request.routeOptions.url}`;
