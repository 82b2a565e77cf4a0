/**
 * `POST /v3/marketing/contacts/search`: who matches a query, the first fifty of them, and how many there are.
 *
 * Reads  : contacts.
 * Writes : nothing.
 * Used by: `contact-endpoints.ts`.
 *
 * A query that takes long holds up everything here; SendGrid answers 408 after 20 seconds, which can be had as a fault.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`, operation `SearchContact`
 */
import { type Endpoint, originOf } from "../../http/endpoint.ts";
import { errorBody } from "../../http/errors.ts";
import { property } from "../../http/input.ts";
import type { Simulation } from "../../simulation.ts";
import { contactDetails } from "../contact-details.ts";
import type { SqlCondition } from "../contact-store.ts";
import { parseSgql } from "./parse-sgql.ts";
import { SgqlProblem } from "./read-tokens.ts";
import { toSql } from "./to-sql.ts";

const MAX_SHOWN = 50;
const MAX_QUERY_LENGTH = 50_000;

export const searchContacts = (simulation: Simulation): Endpoint => ({
  method: "POST",
  path: "/v3/marketing/contacts/search",
  scope: "marketing.read",
  answer: (request, reply) => {
    const query = property(request.body, "query");
    const condition = read(query, simulation);
    if (condition instanceof SgqlProblem) {
      return reply.code(400).send(errorBody({ field: "query", message: condition.message }));
    }
    const { contacts } = simulation;
    return {
      result: contactDetails(simulation, contacts.matching(condition, MAX_SHOWN), originOf(request)),
      contact_count: contacts.countMatching(condition),
      _metadata: { self: `${originOf(request)}/v3/marketing/contacts/search` },
    };
  },
});

function read(query: unknown, simulation: Simulation): SqlCondition | SgqlProblem {
  if (typeof query !== "string" || query.trim() === "") return new SgqlProblem("query is required");
  if (query.length > MAX_QUERY_LENGTH) {
    return new SgqlProblem(`must be at most ${MAX_QUERY_LENGTH} characters`);
  }
  try {
    return toSql(parseSgql(query), simulation);
  } catch (error) {
    if (error instanceof SgqlProblem) return error;
    throw error;
  }
}
