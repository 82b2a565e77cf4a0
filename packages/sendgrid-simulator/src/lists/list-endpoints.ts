/**
 * Contact lists: make, page through, look at, rename, delete.
 *
 * Reads  : the list store.
 * Writes : the list store.
 * Used by: `build-server.ts`.
 *
 * @see sendgrid-oai `tsg_mc_lists_v3.json`
 */
import { identifierCountsOfList } from "../contacts/identifier-counts.ts";
import { type Endpoints, originOf } from "../http/endpoint.ts";
import { errorBody, LIST_NOT_FOUND } from "../http/errors.ts";
import { parameter, property } from "../http/input.ts";
import type { Simulation } from "../simulation.ts";
import { deleteList } from "./delete-list.ts";
import { type ContactList, MAX_LISTS } from "./list-store.ts";

const PATH = "/v3/marketing/lists";
const MAX_NAME_LENGTH = 100;

export const listEndpoints: Endpoints = (simulation) => {
  const { lists } = simulation;
  return [
    {
      method: "POST",
      path: PATH,
      scope: "marketing_campaigns.create",
      answer: (request, reply) => {
        const name = property(request.body, "name");
        const problem = nameProblem(name, "", simulation);
        if (problem) return reply.code(400).send(problem);
        if (lists.count() >= MAX_LISTS) {
          return reply.code(400).send(errorBody({ message: `you can have at most ${MAX_LISTS} lists` }));
        }
        return reply.code(201).send(listDetails(lists.create(String(name)), originOf(request)));
      },
    },
    {
      method: "GET",
      path: PATH,
      scope: "marketing.read",
      answer: (request, reply) => {
        const asked = parameter(request.query, "page_size") || "100";
        const size = Number(asked);
        if (!Number.isInteger(size) || size < 1 || size > 1_000) {
          return reply
            .code(400)
            .send(errorBody({ field: "page_size", message: "must be between 1 and 1000" }));
        }
        const token = parameter(request.query, "page_token");
        const found = lists.page(Buffer.from(token, "base64url").toString(), size + 1);
        const page = found.slice(0, size);
        const urlOf = (pageToken: string) =>
          `${originOf(request)}${PATH}?page_size=${size}&page_token=${pageToken}`;
        const next = found.length > size ? Buffer.from(page.at(-1)?.id ?? "").toString("base64url") : null;
        return {
          result: page.map((list) => listDetails(list, originOf(request))),
          _metadata: { self: urlOf(token), ...(next && { next: urlOf(next) }), count: lists.count() },
        };
      },
    },
    {
      method: "GET",
      path: `${PATH}/:id`,
      scope: "marketing.read",
      answer: (request, reply) => {
        const list = lists.find(parameter(request.params, "id"));
        if (!list) return reply.code(404).send(LIST_NOT_FOUND);
        const identifier_counts = identifierCountsOfList(simulation.database, list.number, list.contactCount);
        return { ...listDetails(list, originOf(request)), identifier_counts };
      },
    },
    {
      method: "PATCH",
      path: `${PATH}/:id`,
      scope: "marketing_campaigns.update",
      answer: (request, reply) => {
        const list = lists.find(parameter(request.params, "id"));
        if (!list) return reply.code(404).send(LIST_NOT_FOUND);
        const name = property(request.body, "name");
        const problem = nameProblem(name, list.id, simulation);
        if (problem) return reply.code(400).send(problem);
        lists.rename(list.id, String(name));
        return listDetails({ ...list, name: String(name) }, originOf(request));
      },
    },
    deleteList(simulation),
    {
      method: "GET",
      path: `${PATH}/:id/contacts/count`,
      scope: "marketing.read",
      answer: (request, reply) => {
        const list = lists.find(parameter(request.params, "id"));
        if (!list) return reply.code(404).send(LIST_NOT_FOUND);
        return { contact_count: list.contactCount, billable_count: list.contactCount };
      },
    },
  ];
};

/** Two lists of one name are refused (podkrepi-bg/api#634); the words are not on record. */
function nameProblem(name: unknown, ownId: string, { lists }: Simulation) {
  if (typeof name !== "string" || name.length < 1 || name.length > MAX_NAME_LENGTH) {
    return errorBody({ field: "name", message: `must be between 1 and ${MAX_NAME_LENGTH} characters` });
  }
  return lists.hasName(name, ownId)
    ? errorBody({ field: "name", message: `a list named '${name}' already exists` })
    : null;
}

const listDetails = ({ id, name, contactCount }: ContactList, origin: string) => ({
  id,
  name,
  contact_count: contactCount,
  _metadata: { self: `${origin}${PATH}/${id}` },
});
