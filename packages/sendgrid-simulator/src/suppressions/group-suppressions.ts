/**
 * `/v3/asm/groups`: unsubscribe groups and who has left them.
 *
 * Reads  : the suppression store.
 * Writes : the suppression store.
 * Used by: `suppression-endpoints.ts`.
 *
 * @see sendgrid-oai `tsg_suppressions_v3.json`
 */
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Endpoint, Endpoints } from "../http/endpoint.ts";
import { errorBody, NOT_FOUND } from "../http/errors.ts";
import { parameter, property } from "../http/input.ts";
import type { Simulation } from "../simulation.ts";
import { emailsOf, NO_EMAILS } from "./recipient-emails.ts";
import type { SuppressionGroup } from "./suppression-store.ts";

const PATH = "/v3/asm/groups";

/** Addresses that are held at once while all are sent. */
const PAGE = 1_000;

export const groupSuppressions: Endpoints = (simulation) => {
  const { suppressions, clock } = simulation;
  return [
    {
      method: "GET",
      path: PATH,
      scope: "asm.groups.read",
      answer: () => suppressions.groups().map(groupDetails),
    },
    {
      method: "POST",
      path: PATH,
      scope: "asm.groups.create",
      answer: (request, reply) => {
        const [name, description] = [property(request.body, "name"), property(request.body, "description")];
        if (typeof name !== "string" || name === "")
          return reply.code(400).send(errorBody({ field: "name", message: "name is required" }));
        return reply.code(201).send(groupDetails(suppressions.createGroup(name, String(description ?? ""))));
      },
    },
    ofGroup(simulation, "GET", "", (group) => groupDetails(group)),
    ofGroup(simulation, "GET", "/suppressions", ({ id }, _request, reply) => {
      const pages = (after: string) => suppressions.emails(`group ${id}`, after, PAGE);
      return reply.type("application/json; charset=utf-8").send(Readable.from(jsonArray(pages)));
    }),
    ofGroup(simulation, "POST", "/suppressions", ({ id }, request, reply) => {
      const emails = emailsOf(request.body, "recipient_emails");
      if (!emails) return reply.code(400).send(NO_EMAILS);
      suppressions.add(`group ${id}`, emails, Math.floor(clock() / 1_000));
      return reply.code(201).send({ recipient_emails: emails });
    }),
    ofGroup(simulation, "POST", "/suppressions/search", ({ id }, request, reply) => {
      const emails = emailsOf(request.body, "recipient_emails");
      if (!emails) return reply.code(400).send(NO_EMAILS);
      return suppressions.among(`group ${id}`, emails).map(({ email }) => email);
    }),
    ofGroup(simulation, "DELETE", "/suppressions/:email", ({ id }, request, reply) => {
      suppressions.remove(`group ${id}`, [parameter(request.params, "email")]);
      return reply.code(204).send();
    }),
  ];
};

type Answer = (group: SuppressionGroup, request: FastifyRequest, reply: FastifyReply) => unknown;

/** 404 where there is no such group. */
function ofGroup(
  { suppressions }: Simulation,
  method: "GET" | "POST" | "DELETE",
  path: string,
  answer: Answer,
): Endpoint {
  const isSearch = path.endsWith("/search");
  const verb = method === "GET" || isSearch ? "read" : method === "POST" ? "create" : "delete";
  return {
    method,
    path: `${PATH}/:id${path}`,
    scope: path === "" ? "asm.groups.read" : `asm.groups.suppressions.${verb}`,
    answer: (request, reply) => {
      const group = suppressions.group(Number(parameter(request.params, "id")) || 0);
      return group ? answer(group, request, reply) : reply.code(404).send(NOT_FOUND);
    },
  };
}

/** All in one answer, however many: SendGrid has no pages here. */
function* jsonArray(pages: (after: string) => readonly string[]): Generator<string> {
  let emails = pages("");
  let mark = "[";
  while (emails.length > 0) {
    yield mark + emails.map((email) => JSON.stringify(email)).join(",");
    mark = ",";
    emails = emails.length < PAGE ? [] : pages(emails.at(-1) ?? "");
  }
  yield mark === "[" ? "[]" : "]";
}

const groupDetails = ({ id, name, description, unsubscribes }: SuppressionGroup) => ({
  id,
  name,
  description,
  is_default: false,
  unsubscribes,
});
