/**
 * Contacts one by one, by the hundred, the newest fifty, and how many there are.
 *
 * Reads  : contacts, counts.
 * Writes : nothing.
 * Used by: `contact-endpoints.ts`.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`
 */
import { readCounts } from "../account/contact-counts.ts";
import { type Endpoint, type Endpoints, originOf } from "../http/endpoint.ts";
import { errorBody } from "../http/errors.ts";
import { parameter, property } from "../http/input.ts";
import type { Simulation } from "../simulation.ts";
import { contactDetails } from "./contact-details.ts";
import { identifierCounts } from "./identifier-counts.ts";

const SAMPLE_SIZE = 50;
const MAX_BATCH = 100;

export const readContacts: Endpoints = (simulation) => [
  sample(simulation),
  count(simulation),
  batch(simulation),
  one(simulation),
];

const sample = (simulation: Simulation): Endpoint => ({
  method: "GET",
  path: "/v3/marketing/contacts",
  scope: "marketing.read",
  answer: (request) => {
    const { contacts, database, clock } = simulation;
    const newest = contacts.page({ list: null, after: null, limit: SAMPLE_SIZE, order: "newest" });
    const sorted = newest.toSorted((a, b) => (a.email ?? "").localeCompare(b.email ?? "", "en"));
    return {
      result: contactDetails(simulation, sorted, originOf(request)),
      contact_count: readCounts(database, clock()).contacts,
      _metadata: { self: `${originOf(request)}/v3/marketing/contacts` },
    };
  },
});

const count = (simulation: Simulation): Endpoint => ({
  method: "GET",
  path: "/v3/marketing/contacts/count",
  scope: "marketing.read",
  answer: () => {
    const { contacts, billable } = readCounts(simulation.database, simulation.clock());
    return {
      contact_count: contacts,
      billable_count: billable,
      identifier_counts: identifierCounts(simulation.database, contacts),
      ...breakdown(simulation),
    };
  },
});

/** "Only appears to the parent user in an account with subusers." */
function breakdown({ subuser, subusers, clock }: Simulation): object {
  if (subuser !== null || subusers().length === 0) return {};
  const billable = subusers().map(
    ({ id, account }) => [id, readCounts(account.database, clock()).billable] as const,
  );
  const total = billable.reduce((sum, [, count]) => sum + count, 0);
  return { billable_breakdown: { total, breakdown: Object.fromEntries(billable) } };
}

const batch = (simulation: Simulation): Endpoint => ({
  method: "POST",
  path: "/v3/marketing/contacts/batch",
  scope: "marketing.read",
  answer: (request, reply) => {
    const ids = property(request.body, "ids");
    if (!Array.isArray(ids) || ids.length > MAX_BATCH || ids.some((id) => typeof id !== "string")) {
      return reply
        .code(400)
        .send(errorBody({ field: "ids", message: `must be at most ${MAX_BATCH} contact ids` }));
    }
    const numbers = ids
      .map((id) => simulation.ids.numberOf(id as string))
      .filter((number) => number !== null);
    return { result: contactDetails(simulation, simulation.contacts.byNumbers(numbers), originOf(request)) };
  },
});

const one = (simulation: Simulation): Endpoint => ({
  method: "GET",
  path: "/v3/marketing/contacts/:id",
  scope: "marketing.read",
  answer: (request, reply) => {
    const number = simulation.ids.numberOf(parameter(request.params, "id"));
    const found = number === null ? [] : simulation.contacts.byNumbers([number]);
    return contactDetails(simulation, found, originOf(request))[0] ?? reply.code(404).send(); // 404 has no body, says the spec
  },
});
