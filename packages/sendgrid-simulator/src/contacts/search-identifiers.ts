/**
 * Contacts by their e-mails, or by any other one identifier: up to a hundred at once.
 *
 * Reads  : contacts.
 * Writes : nothing.
 * Used by: `contact-endpoints.ts`.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`, operations `GetContactByEmails` and `GetContactByIdentifiers`
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Endpoints, originOf } from "../http/endpoint.ts";
import { errorBody } from "../http/errors.ts";
import { parameter, property } from "../http/input.ts";
import type { Simulation } from "../simulation.ts";
import { contactDetails } from "./contact-details.ts";
import { IDENTIFIER_TYPES, type IdentifierType } from "./contact-fields.ts";
import { isEmail } from "./is-email.ts";

const MAX_SEARCHED = 100;
const CONTACT_NOT_FOUND = "contact not found";

export const searchIdentifiers: Endpoints = (simulation) => [
  {
    method: "POST",
    path: "/v3/marketing/contacts/search/emails",
    scope: "marketing.read",
    answer: (request, reply) => search(simulation, { type: "email", property: "emails" }, request, reply),
  },
  {
    method: "POST",
    path: "/v3/marketing/contacts/search/identifiers/:type",
    scope: "marketing.read",
    answer: (request, reply) => {
      const type = ["email" as const, ...IDENTIFIER_TYPES].find(
        (known) => known === parameter(request.params, "type"),
      );
      if (!type)
        return reply
          .code(400)
          .send(errorBody({ field: "identifier_type", message: "unknown identifier type" }));
      return search(simulation, { type, property: "identifiers" }, request, reply);
    },
  },
];

type Wanted = { readonly type: IdentifierType | "email"; readonly property: string };

function search(
  simulation: Simulation,
  wanted: Wanted,
  request: FastifyRequest,
  reply: FastifyReply,
): unknown {
  const given = property(request.body, wanted.property);
  if (
    !Array.isArray(given) ||
    given.length > MAX_SEARCHED ||
    given.some((value) => typeof value !== "string")
  ) {
    const message = `must be at most ${MAX_SEARCHED} strings`;
    return reply.code(400).send(errorBody({ field: wanted.property, message }));
  }
  const isByEmail = wanted.type === "email";
  const values = (given as string[])
    .filter((value) => value !== "")
    .map((value) => (isByEmail ? value.toLowerCase() : value));
  const wrong = isByEmail ? values.filter((value) => !isEmail(value)) : [];
  if (wrong.length > 0) {
    const errors = wrong.map((email) => ({
      field: wanted.property,
      message: `email '${email}' is not valid`,
    }));
    return reply.code(400).send(errorBody(...errors));
  }

  const found = simulation.contacts.byIdentifiers(wanted.type, values);
  if (found.size === 0) return reply.code(404).send(errorBody({ message: CONTACT_NOT_FOUND }));
  const details = contactDetails(simulation, [...new Set(found.values())], originOf(request));
  const byId = new Map(details.map((contact) => [contact.id, contact]));
  const result = values.map((value) => {
    const stored = found.get(value);
    return [
      value,
      stored ? { contact: byId.get(simulation.ids.idOf(stored.number)) } : { error: CONTACT_NOT_FOUND },
    ];
  });
  return { result: Object.fromEntries(result) };
}
